using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>What collections leave behind grows without a pause.</summary>
internal static class ManagedLeakRule
{
    private const int MinStates = 6;
    private const int MinFull = 3;
    private const int Parts = 3;

    /// <summary>A part of the window that is shorter shows the start of a load, not a leak.</summary>
    private const double MinShareOfWindow = 0.6;
    private const double MinNanoseconds = 4e9;
    private const double MinGrowthBytes = 16 << 20;
    private const double MinGrowthShare = 0.3;
    private const double ManyBytesPerSecond = 50 << 20;
    private const int MinUnclearStates = 2;
    private const double MinUnclearBytes = 128 << 20;
    private const double MinUnclearRatio = 1.5;
    private const double MinOfLargest = 0.9;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "managed-leak", "a managed heap that only grows", ModelNeeds.HeapStates,
        [HeapView.Description, AllocationsView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] states = [.. trace.Rows(HeapView.Description, "states")];
        ExaminedRow[] full = [.. trace.Rows(HeapView.Description, HeapView.FullName)];
        if (full.Length >= MinFull)
        {
            if (states.Length >= MinStates && IsLong(trace, states) && IsGrowing(states) && IsGrowing(full)
                && IsNotFreed(states, full))
            {
                yield return Of(trace, full, OldBytes(full[^1]) - OldBytes(full[0]));
            }
        }
        else if (states.Length >= MinUnclearStates && IsMuchMore(states))
        {
            yield return Unclear(trace, states);
        }
    }

    // Between full collections the heap contains what is dead: where these free much, what they leave is no leak but
    // what ran while they did.
    private static bool IsNotFreed(ExaminedRow[] states, ExaminedRow[] full)
    {
        ExaminedRow last = full[^1];
        IEnumerable<ExaminedRow> before = states.Where(state => state.Time("time") <= last.Time("time"));
        return OldBytes(last) >= MinOfLargest * before.Concat(full).Max(OldBytes);
    }

    // Too few collections of generation 2 to distinguish a leak from what is dead, and too much growth to be silent.
    private static bool IsMuchMore(ExaminedRow[] states)
    {
        double[] total = [.. states.Select(state => state.Number("total"))];
        return total[^1] - total[0] >= MinUnclearBytes && total[^1] >= MinUnclearRatio * total[0]
            && total[^1] >= MinOfLargest * total.Max();
    }

    private static Finding Unclear(ExaminedTrace trace, ExaminedRow[] states)
    {
        double growth = states[^1].Number("total") - states[0].Number("total");
        double seconds = (states[^1].Time("time").Nanoseconds - states[0].Time("time").Nanoseconds) / 1e9;
        return Of(trace, states, growth) with
        {
            Headline = $"The managed heap grew by {ViewText.Bytes(growth)} in {seconds:0.#} s; too few full "
                + "collections ran to show whether it is a leak.",
            Confidence = FindingConfidence.Low,
            Reason = "Until a collection of generation 2, what is dead counts too.",
            Evidence =
            [
                states[0].Evidence("total", "the heap after the first collection of the window"),
                states[^1].Evidence("total", "the heap after the last one"),
            ],
            Surer = "Record for longer, with --profile gc, which shows the types.",
            NextStep = "Compare with a recording of a later time: contrail compare EARLIER LATER.",
        };
    }

    private static bool IsLong(ExaminedTrace trace, ExaminedRow[] states)
    {
        double length = states[^1].Time("time").Nanoseconds - states[0].Time("time").Nanoseconds;
        return length >= MinNanoseconds && length >= MinShareOfWindow * trace.WindowNanoseconds;
    }

    // A cache that fills up and a heap that swings both stop growing in some part of the window.
    private static bool IsGrowing(ExaminedRow[] rows)
    {
        double[] old = [.. rows.Select(OldBytes)];
        double[][] parts =
        [
            .. Enumerable.Range(0, Parts).Select(part =>
                old[(old.Length * part / Parts)..(old.Length * (part + 1) / Parts)]),
        ];
        double growth = old[^1] - old[0];
        return growth >= MinGrowthBytes && growth >= MinGrowthShare * old[0]
            && Enumerable.Range(1, Parts - 1).All(part =>
                parts[part].Min() > parts[part - 1].Min() && parts[part].Max() > parts[part - 1].Max())
            && parts[^1].Min() > parts[0].Max();
    }

    // What a collection of a young generation has left is no leak yet.
    private static double OldBytes(ExaminedRow state) => state.Number("gen2") + state.Number("large");

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] states, double growth)
    {
        ExaminedRow? type = AllocationRows.Type(trace);
        ExaminedRow? place = AllocationRows.Place(trace);
        string code = place is null ? "" : trace.CodeOf(place.Stack("stack"));
        double seconds = (states[^1].Time("time").Nanoseconds - states[0].Time("time").Nanoseconds) / 1e9;
        string who = code.Length > 0 ? $" {code} allocates the most meanwhile." : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The managed heap only grows: {ViewText.Bytes(growth)} in {seconds:0.#} s that "
                + $"{ViewText.Counted(states.Length, "full collection")} did not free.{who}",
            Culprit = code.Length > 0 ? code : type?.Text("type") ?? "",
            Involved = code.Length > 0 ? [code] : [],
            Stack = place?.Stack("stack") ?? StackId.None,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace shows the sizes after collections and what is allocated, not what keeps it alive; a "
                + "cache that is being filled looks the same.",
            Impact = seconds > 0 ? Math.Min(1, growth / seconds / ManyBytesPerSecond) : 0,
            Measure = new MeasureKey(MeasureKind.Heap, ""),
            Evidence =
            [
                states[0].Evidence("gen2", "generation 2 after the first full collection of the window"),
                states[0].Evidence("large", "large objects after it"),
                states[^1].Evidence("gen2", "generation 2 after the last one"),
                states[^1].Evidence("large", "large objects after the last one"),
                .. AllocationRows.OfType(type),
                .. AllocationRows.OfPlace(place),
            ],
            Surer = type is null
                ? "Record with --profile gc, which shows the types, or for longer."
                : "Record for longer; a heap dump (dotnet-gcdump) shows what keeps objects alive.",
            NextStep = "Look for collections without a limit, event handlers and timers that are never removed.",
        };
    }
}
