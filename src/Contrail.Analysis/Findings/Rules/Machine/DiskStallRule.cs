using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Threads that are blocked in the kernel while storage is what is waited for, without faults.</summary>
internal static class DiskStallRule
{
    private const double MinStalled = 0.2;
    private const double MuchStalled = 0.4;
    private const double LongSeconds = 3;

    /// <summary>With more, the cause is memory: <see cref="MajorFaultsRule"/>.</summary>
    private const double MaxFaults = 20;

    /// <summary>A log is less.</summary>
    private const double MuchBytes = 1 << 20;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "disk-stall", "threads that are blocked by storage", ModelNeeds.Figures, [MachineView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Process, "ThreadsBlocked"), (FigureSource.Host, "IoWaitTime")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        IReadOnlyDictionary<TraceTime, ExaminedRow> io = MachineRows.ByTime(trace, MachineCharts.Io);
        IReadOnlyDictionary<TraceTime, ExaminedRow> memory = MachineRows.ByTime(trace, MachineCharts.Memory);
        IReadOnlyDictionary<TraceTime, ExaminedRow> processor = MachineRows.ByTime(trace, MachineCharts.Processor);
        double processors = MachineRows.ProcessorsOf(trace) ?? 1;
        if (MachineRows.Longest(
            trace, MachineCharts.Threads, row => row.Number("blocked") >= 1 && IsOfStorage(row.Time("time")),
            "blocked") is { } stretch)
        {
            yield return Of(trace, stretch, StallOf(stretch.Rows[0].Time("time")).Column, stretch.Rows.Average(
                row => StallOf(row.Time("time")).Share));
        }

        // A thread is blocked in the same way while it waits for memory: by faults, or because a limit is reached.
        bool IsOfStorage(TraceTime time) => StallOf(time).Share >= MinStalled
            && !(memory.GetValueOrDefault(time) is { } row
                && (row.Number("majorFaults") >= MaxFaults || MemoryStallOf(row) >= StallOf(time).Share));

        // Of the control group only the process and its companions wait; without either, processors that are idle show
        // it as far as nothing else uses them.
        (string Column, double Share) StallOf(TraceTime time) =>
            KnownOf(io.GetValueOrDefault(time), "groupStalled") is { } group ? ("groupStalled", group)
            : KnownOf(io.GetValueOrDefault(time), "hostStalled") is { } host ? ("hostStalled", host)
            : ("hostIoWait", Math.Min(1,
                processors * (KnownOf(processor.GetValueOrDefault(time), "hostIoWait") ?? 0)));
    }

    private static double? KnownOf(ExaminedRow? row, string column) =>
        row?.IsKnown(column) == true ? row.Number(column) : null;

    private static double MemoryStallOf(ExaminedRow row) =>
        KnownOf(row, "groupStalled") ?? KnownOf(row, "hostStalled") ?? 0;

    private static Finding Of(ExaminedTrace trace, Stretch stretch, string column, double stalled)
    {
        ExaminedRow worst = stretch.Peak("blocked");
        ExaminedRow[] io = [.. MachineRows.During(trace, MachineCharts.Io, stretch.Range)];
        double read = io.Sum(row => row.Number("storageRead")) / Math.Max(1, io.Length);
        double written = io.Sum(row => row.Number("storageWritten")) / Math.Max(1, io.Length);
        bool isOwn = read + written >= MuchBytes;
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Threads are blocked by storage: for {stretch.Seconds:0.#} s up to "
                + $"{ViewText.Counted(worst.Number("blocked"), "thread")} of the process at once, and something waited "
                + $"for storage {ViewText.Percent(stalled)} of the time; the process itself reads "
                + $"{ViewText.Bytes(read)} and writes {ViewText.Bytes(written)} each second.",
            Culprit = "storage",
            Severity = stalled >= MuchStalled && stretch.Seconds >= LongSeconds
                ? FindingSeverity.Warning
                : FindingSeverity.Info,
            Confidence = column == "groupStalled" ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = ReasonOf(column),
            Impact = Math.Min(1, stalled),
            Range = stretch.Range,
            Evidence = [worst.Evidence("blocked", "threads of the process were blocked in the kernel"),
                .. EvidenceOf(trace, stretch, io, column)],
            Surer = "Record with --cpu-burst 2s --off-cpu: it shows the code that is blocked.",
            NextStep = isOwn
                ? "Read and write less at once, without waiting for each write (fsync, WriteThrough), or use faster "
                    + "storage."
                : "Look at what else uses the storage (iotop, pidstat -d), and at its limits (io.max, the volume's "
                    + "operations per second).",
        };
    }

    private static string ReasonOf(string column) => column switch
    {
        "groupStalled" => "The kernel measures for how long something in the control group waited for storage, and the "
            + "threads of the process are blocked meanwhile.",
        "hostStalled" => "The threads of the process are blocked while something on the machine waits for storage; for "
            + "what each waits is not recorded.",
        _ => "The threads of the process are blocked while processors are idle and wait for storage; for what each "
            + "waits is not recorded.",
    };

    private static IEnumerable<Evidence> EvidenceOf(
        ExaminedTrace trace, Stretch stretch, ExaminedRow[] io, string column)
    {
        IEnumerable<ExaminedRow> rows = column == "hostIoWait"
            ? MachineRows.During(trace, MachineCharts.Processor, stretch.Range)
            : io;
        return
        [
            .. MachineRows.If(rows.MaxBy(row => row.Number(column)), column, column switch
            {
                "groupStalled" => "of the time something in the control group waited for storage",
                "hostStalled" => "of the time something on the machine waited for storage",
                _ => "of all processors were idle and waited for storage",
            }),
            .. MachineRows.If(io.MaxBy(row => row.Number("storageRead")), "storageRead",
                "read from storage each second, at the most"),
            .. MachineRows.If(io.MaxBy(row => row.Number("storageWritten")), "storageWritten",
                "written to storage each second, at the most"),
        ];
    }
}
