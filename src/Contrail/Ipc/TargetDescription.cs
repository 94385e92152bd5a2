using System.Globalization;

namespace Contrail.Ipc;

/// <summary>
/// A runtime's description of its process. The command line is not redacted: redact it before it is shown.
/// </summary>
internal sealed record TargetDescription
{
    /// <summary>The process id in the target's own pid namespace.</summary>
    public required ulong OwnPid { get; init; }

    /// <summary>Made at random when the runtime started; the same in every answer and advertisement of it.</summary>
    public required Guid Cookie { get; init; }

    public required string CommandLine { get; init; }

    public required string OperatingSystem { get; init; }

    public required string Architecture { get; init; }

    /// <summary>The name of the entry assembly; null from runtimes before .NET 6.</summary>
    public string? EntryAssembly { get; init; }

    /// <summary>Such as <c>10.0.12</c>; null from runtimes before .NET 6.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>Such as <c>linux-x64</c>; null from runtimes before .NET 8.</summary>
    public string? RuntimeIdentifier { get; init; }

    /// <summary>The digits before the first dot of the version; 0 when there is none.</summary>
    public int RuntimeMajor
    {
        get
        {
            ReadOnlySpan<char> version = RuntimeVersion;
            int digitCount = version.IndexOfAnyExceptInRange('0', '9');
            ReadOnlySpan<char> digits = digitCount < 0 ? version : version[..digitCount];
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : 0;
        }
    }

    /// <summary>Reads the payload of an answer to <paramref name="command"/>; false when it is not one.</summary>
    public static bool TryParse(IpcCommand command, ReadOnlySpan<byte> untrusted, out TargetDescription? description)
    {
        description = null;
        IpcCursor cursor = new(untrusted);

        // The third answer alone begins with a number of its own layout. Later layouts may only append.
        bool layoutIsKnown = command != IpcCommand.Describe3 || (cursor.TryReadUInt32(out uint layout) && layout >= 1);
        if (!layoutIsKnown
            || !cursor.TryReadUInt64(out ulong ownPid)
            || !cursor.TryReadGuid(out Guid cookie)
            || !cursor.TryReadText(out string? commandLine)
            || !cursor.TryReadText(out string? operatingSystem)
            || !cursor.TryReadText(out string? architecture))
        {
            return false;
        }

        string? entryAssembly = null;
        string? version = null;
        string? identifier = null;
        bool hasVersion = command is IpcCommand.Describe2 or IpcCommand.Describe3;
        bool isWhole = (!hasVersion || (cursor.TryReadText(out entryAssembly) && cursor.TryReadText(out version)))
            && (command != IpcCommand.Describe3 || cursor.TryReadText(out identifier));
        description = !isWhole ? null : new TargetDescription
        {
            OwnPid = ownPid,
            Cookie = cookie,
            CommandLine = commandLine ?? "",
            OperatingSystem = operatingSystem ?? "",
            Architecture = architecture ?? "",
            EntryAssembly = entryAssembly,
            RuntimeVersion = version,
            RuntimeIdentifier = identifier,
        };
        return isWhole;
    }
}
