using Contrail.Core.Formats;
using Contrail.Core.Triggers;

namespace Contrail.Triggers;

/// <summary>
/// An event, a counter or a provider that a condition names and a stream does not show. Immutable; a form of JSON.
/// </summary>
/// <param name="Missing">What is missing: provider, event or counter.</param>
/// <param name="Owner">The provider or meter, as the condition names it; empty for any.</param>
/// <param name="Name">The event or counter, as the condition names it.</param>
internal sealed record ExplainedName(string Missing, string Owner, string Name)
{
    /// <summary>For how many seconds it has been looked for; null in all of a file.</summary>
    public double? WaitedSeconds { get; init; }

    /// <summary>What the stream shows instead: the first names.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>The number of all names that it shows instead, up to a limit.</summary>
    public int KnownCount { get; init; }

    /// <summary>The nearest of these names; null if none is near.</summary>
    public string? Nearest { get; init; }

    /// <summary>The same as a form of JSON.</summary>
    public static ExplainedName Of(MissingName missing) =>
        new(EnumName.Of(missing.Kind)!, missing.Owner, missing.Name)
        {
            WaitedSeconds = missing.WaitedNanoseconds / 1e9,
            Known = missing.Known,
            KnownCount = missing.KnownCount,
            Nearest = missing.Nearest,
        };
}
