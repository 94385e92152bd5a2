using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;

namespace Contrail.Tool.Files;

/// <summary>What differs between an incident and the time before it.</summary>
/// <param name="Change">The differences; null if none is significant.</param>
/// <param name="Extent">The file with the incident.</param>
/// <param name="PastExtent">The file with the time before; the same if there is only one.</param>
internal sealed record TraceComparison(WindowChange? Change, TraceExtent Extent, TraceExtent PastExtent)
{
    /// <summary>The names of two files, the usual one first; null if there is only one.</summary>
    public (string Usual, string Other)? Files { get; init; }

    /// <summary>Whether the window is too short to have a range and a time before it.</summary>
    public bool IsTooShort { get; init; }
}
