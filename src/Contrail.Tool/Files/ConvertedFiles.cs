using Contrail.Analysis;
using Contrail.Analysis.Export;
using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Reads files for a conversion, one after the other. Not safe for concurrent use.</summary>
/// <param name="paths">The files.</param>
/// <param name="filter">Which records are used; null for all.</param>
/// <param name="faults">Receives the report about a file that cannot be read, or is damaged.</param>
internal sealed class ConvertedFiles(IReadOnlyList<string> paths, Filter? filter, FaultOutput faults)
{
    private const string NoCommonTime =
        "the file does not contain the time of day, so that it has no place on a common timeline; convert it alone";

    private const string CommonTime =
        "one timeline, by the time of day in each file: a .NET trace has it to 1 ms, so that two files can be off by "
        + "2 ms, and by the difference of the clocks of their computers";

    /// <summary>Whether all files were read, a damaged one up to its damage: the output is to be kept.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Whether several files are put on one timeline, so that each must contain the time of day.</summary>
    public bool NeedsCommonTime { get; init; }

    private readonly List<PayloadFieldCheck> _checks = [];
    private string? _laneHint;

    private bool IsJoined => NeedsCommonTime && paths.Count > 1;

    /// <summary>Whether a path can be read once only.</summary>
    public static bool IsPipe(string path) =>
        path == InputFile.StandardInput || path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>
    /// How exact a common timeline is, which file has the machine's side, and why the filter matches nothing if it uses
    /// fields that no event has.
    /// </summary>
    public IEnumerable<string> Notes()
    {
        IEnumerable<string> hints = _checks.Count == 1 ? PayloadHintText.Notes(_checks[0]) : [];
        hints = _laneHint is null ? hints : hints.Prepend(_laneHint);
        return IsJoined ? hints.Prepend(CommonTime) : hints;
    }

    /// <summary>Reads the files; returns the exit code.</summary>
    public int Read(IExport export, CancellationToken cancellationToken)
    {
        DateTime? origin = null;
        if (IsJoined && Origin(out origin, cancellationToken) is not ExitCodes.Done and int failed)
        {
            return failed;
        }

        int worst = ExitCodes.Done;
        List<string> names = Names();
        for (int index = 0; index < paths.Count; index++)
        {
            string path = paths[index];
            ExportedFile file = new(names[index]) { FileCount = paths.Count, OriginUtc = origin };
            bool isRead = false;
            int code = Read(path, () => export.Open(file), () => isRead = true, cancellationToken);
            if (!isRead)
            {
                return code;
            }

            worst = Math.Max(worst, code);
        }

        export.Complete();
        IsRead = true;
        return worst;
    }

    // The name separates the files in the output, so that no two have one: the folder is added, or a number.
    private List<string> Names()
    {
        List<string> names = [];
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path);
            string folder = path.Length == 0 ? ""
                : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "";
            bool isShared = paths.Count(other => Path.GetFileName(other) == name) > 1;
            string unique = isShared && folder.Length > 0 ? $"{folder}/{name}" : name;
            for (int number = 2; names.Contains(unique); number++)
            {
                unique = FormattableString.Invariant($"{folder}/{name} ({number})");
            }

            names.Add(unique);
        }

        return names;
    }

    private int Origin(out DateTime? originUtc, CancellationToken cancellationToken)
    {
        DateTime earliest = DateTime.MaxValue;
        foreach (string path in paths)
        {
            ExtentSink extent = new();
            bool isRead = false;
            int code = Read(path, () => extent, () => isRead = true, cancellationToken, isReported: false);
            if (!isRead || extent.StartUtc is not { } start)
            {
                originUtc = null;
                return isRead ? faults.Refuse(path, "timeOfDayMissing", NoCommonTime) : code;
            }

            earliest = start < earliest ? start : earliest;
        }

        originUtc = earliest;
        return ExitCodes.Done;
    }

    private int Read(
        string path,
        Func<IModelSink> open,
        Action onRead,
        CancellationToken cancellationToken,
        bool isReported = true) => FileGuard.OpenSeekable(path, faults, stream =>
        {
            ITraceFiles format = TraceInput.FormatOf(stream);
            IModelSink sink = open();
            FilteringSink? filtering = filter is null || !isReported ? null : new FilteringSink(sink, filter);
            SnapshotManifest? manifest = ManifestFile.NextTo(
                InputFile.At(path), format, stream.Length, isReported ? faults.Error : null);
            bool isRead = TraceAnalysis.TryRead(
                format, stream, manifest, new TraceModel(filtering ?? sink), out TraceFault? fault, cancellationToken);
            stream.EndProgress();
            if (!isRead)
            {
                return faults.Refuse(path, fault!.Value);
            }

            if (filtering is { IsTimeOfDayMissing: true })
            {
                return faults.Refuse(path, "timeOfDayMissing", ViewFile.NoTimeOfDay);
            }

            onRead();
            _laneHint ??= LaneHint(path, manifest);
            if (filtering is not null)
            {
                _checks.Add(filtering.PayloadFields);
            }

            return fault is { } torn && isReported
                ? FaultOutput.Damaged(faults.Error, path, torn.Offset, torn)
                : ExitCodes.Done;
        });

    // Null if it is one of those that are converted.
    private string? LaneHint(string path, SnapshotManifest? manifest)
    {
        if (FileDescription.Unknown.With(manifest).LaneSuffix is not { } suffix)
        {
            return null;
        }

        string lanes = path + suffix;
        return paths.Any(other => Path.GetFullPath(other) == Path.GetFullPath(lanes))
            ? null
            : LaneFileText.In(lanes);
    }

    private sealed class ExtentSink : IModelSink
    {
        public ModelNeeds Needs => ModelNeeds.Extent;

        public DateTime? StartUtc { get; private set; }

        public void OnEnd(TraceExtent extent) => StartUtc = extent.StartUtc;
    }
}
