using System.Globalization;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>The runtime's numbers for why it collects, and why it suspends threads, in words.</summary>
internal static class CollectionReasons
{
    private static readonly string[] Collections =
    [
        "small objects allocated", "induced", "low memory", "empty", "large objects allocated",
        "out of space, small objects", "out of space, large objects", "induced, not forced", "internal",
        "induced, low memory", "induced, compacting", "low memory of the host", "provisional mode",
        "low memory of the host, blocking", "background tuning, small objects", "background tuning, large objects",
        "background stepping", "induced, aggressive",
    ];

    private static readonly string[] Suspensions =
    [
        "other", "collection", "shutdown of an application domain", "code pitching", "shutdown", "debugger",
        "preparation of a collection", "debugger sweep",
    ];

    /// <summary>Why a collection started.</summary>
    public static string OfCollection(uint reason) => Of(Collections, reason);

    /// <summary>Why all threads were suspended.</summary>
    public static string OfSuspension(uint reason) => Of(Suspensions, reason);

    private static string Of(string[] names, uint reason) => reason < names.Length
        ? names[reason]
        : string.Create(CultureInfo.InvariantCulture, $"reason {reason}");
}
