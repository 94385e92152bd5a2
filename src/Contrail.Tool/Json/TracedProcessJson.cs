using Contrail.Analysis.NetTrace.Reading;

namespace Contrail.Tool.Json;

/// <summary>A process of a file with events of several.</summary>
/// <param name="Id">Its id on the recorded machine.</param>
/// <param name="Name">Its name; null if the file does not contain it.</param>
/// <param name="Events">The events of its threads.</param>
internal sealed record TracedProcessJson(int Id, string? Name, long Events)
{
    /// <summary>The version of the format that has several processes.</summary>
    private const int FirstVersion = 6;

    /// <summary>The processes of a file, by id; null if its format has one process only.</summary>
    public static IReadOnlyList<TracedProcessJson>? Of(TraceFileFacts facts) => facts.FormatVersion >= FirstVersion
        ? [.. facts.Processes.Select(Of)]
        : null;

    private static TracedProcessJson Of(TracedProcess one) =>
        new(one.Id, one.Name.Length > 0 ? one.Name : null, one.Events);
}
