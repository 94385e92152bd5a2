using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Memory of the process that grows without a pause, while the managed heap does not.</summary>
internal static class NativeLeakRule
{
    private const int Parts = 3;

    /// <summary>Fewer do not show that the heap did not grow: until one, it can fill what it had reserved.</summary>
    private const int MinCollections = 3;
    private const double MinNanoseconds = 4e9;

    /// <summary>A part of the window that is shorter shows the start of a load, not a leak.</summary>
    private const double MinShareOfWindow = 0.5;
    private const double MinGrowthBytes = 32 << 20;
    private const double MinGrowthShare = 0.2;
    private const double MinNativeShare = 0.7;
    private const double ManyBytesPerSecond = 50 << 20;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "native-leak", "memory that grows outside of the managed heap",
        ModelNeeds.Figures | ModelNeeds.HeapStates,
        [MachineView.Description, HeapView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Process, "AnonymousBytes")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] heap = [.. trace.Rows(HeapView.Description, "states")];
        ExaminedRow[] steps =
        [
            .. trace.Rows(MachineView.Description, MachineCharts.Memory.Table.Name)
                .Where(row => row.IsKnown("anonymous")),
        ];
        if (heap.Length < MinCollections || steps.Length < 2 * Parts)
        {
            yield break;
        }

        // Between two collections the heap fills memory that it then uses again.
        ExaminedRow[] between =
        [
            .. steps.Where(row =>
                row.Time("time") >= heap[0].Time("time") && row.Time("time") <= heap[^1].Time("time")),
        ];
        if (between.Length >= 2 * Parts && IsLong(trace, between) && IsGrowing(between)
            && NativeGrowth(between, heap) >= MinNativeShare * Growth(between))
        {
            yield return Of(trace, between, heap);
        }
    }

    private static bool IsLong(ExaminedTrace trace, ExaminedRow[] steps)
    {
        double length = NanosecondsOf(steps);
        return length >= MinNanoseconds && length >= MinShareOfWindow * trace.WindowNanoseconds;
    }

    private static double NanosecondsOf(ExaminedRow[] steps) =>
        steps[^1].Time("time").Nanoseconds - steps[0].Time("time").Nanoseconds;

    private static double Growth(ExaminedRow[] steps) =>
        steps[^1].Number("anonymous") - steps[0].Number("anonymous");

    // The heap can grow inside of memory that it had before, so this is the least.
    private static double NativeGrowth(ExaminedRow[] steps, ExaminedRow[] heap) =>
        Growth(steps) - Math.Max(0, heap.Max(row => row.Number("total")) - heap[0].Number("total"));

    // A pool that fills up and memory that swings both stop growing in some part of the window.
    private static bool IsGrowing(ExaminedRow[] steps)
    {
        double[] bytes = [.. steps.Select(row => row.Number("anonymous"))];
        double[] means =
        [
            .. Enumerable.Range(0, Parts).Select(part =>
                bytes[(bytes.Length * part / Parts)..(bytes.Length * (part + 1) / Parts)].Average()),
        ];
        double growth = Growth(steps);
        return growth >= MinGrowthBytes && growth >= MinGrowthShare * bytes[0]
            && Enumerable.Range(1, Parts - 1).All(part => means[part] - means[part - 1] >= growth / (2 * Parts));
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] steps, ExaminedRow[] heap)
    {
        double seconds = NanosecondsOf(steps) / 1e9;
        double growth = Growth(steps);
        string managed = ViewText.Bytes(Math.Max(0, heap[^1].Number("total") - heap[0].Number("total")));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Memory outside of the managed heap grows: {ViewText.Bytes(growth)} in {seconds:0.#} s, while "
                + $"the managed heap grew by {managed}.",
            Culprit = "native memory",
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace shows the memory of the process and the heap after "
                + $"{ViewText.Counted(heap.Length, "collection")}, not what allocates native memory; a native cache "
                + "that is being filled looks the same.",
            Impact = Math.Min(1, growth / seconds / ManyBytesPerSecond),
            Range = new TimeRange(steps[0].Time("time"), steps[^1].Time("time"), false, false),
            Evidence =
            [
                steps[0].Evidence("anonymous", "memory that is not of files, after the first collection"),
                steps[^1].Evidence("anonymous", "the same at the last one"),
                heap[0].Evidence("total", "managed heap after the first collection"),
                heap[^1].Evidence("total", "managed heap after the last one"),
                .. MachineRows.Figure(trace, FigureSource.Process, "Threads") is { } threads
                    ? (Evidence[])[threads.Evidence("change", "more threads at the end, each with a stack")]
                    : [],
            ],
            Surer = "Record for longer.",
            NextStep = "Look for objects of native libraries that are not disposed (images, streams, contexts), for "
                + "Marshal.AllocHGlobal without FreeHGlobal, and for fragmentation (MALLOC_ARENA_MAX=2).",
        };
    }
}
