using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// One method, with what it calls, that uses a processor, by samples of processors: these contain only threads that
/// run, with native code, the kernel, and the time of each.
/// </summary>
internal static class HotCpuMethod
{
    /// <summary>A service with little work that is all in one place stays below.</summary>
    private const double MinProcessors = 0.1;

    private const double WarnProcessors = 0.2;
    private const double MinShare = 0.4;
    private const double MinTimerShare = 0.25;

    /// <summary>Work that is spread over methods counts for the innermost one that calls most of it.</summary>
    private const double MinSpreadShare = 0.6;

    /// <summary>The share of a method is known to about a third.</summary>
    private const double MinSamples = 30;

    /// <summary>The share of a method is known to about a sixth.</summary>
    private const double SureSamples = 100;

    /// <summary>Whether the trace has samples of processors, with their time.</summary>
    public static bool IsRecorded(ExaminedTrace trace) =>
        trace.Rows(HotMethodsView.Description, HotMethodsView.ModulesName).Count > 0;

    /// <summary>Confidence in a number of samples.</summary>
    public static FindingConfidence ConfidenceOf(double samples) =>
        samples >= SureSamples ? FindingConfidence.High : FindingConfidence.Medium;

    /// <summary>The reason for that confidence.</summary>
    public static string ReasonOf(double samples) =>
        $"{ViewText.Count(samples)} samples of processors found threads there: they contain only threads that ran"
        + (samples >= SureSamples ? "." : ", but are few.");

    /// <summary>How many processors are in use, for a headline: "0.4 of 2 processors".</summary>
    public static string ProcessorsText(ExaminedTrace trace, double processors) =>
        trace.Context.File.ProcessorCount is > 0 and var count
            ? $"{processors:0.0#} of {ViewText.Counted(count, "processor")}"
            : $"{processors:0.0#} processors";

    /// <summary>Places that use a processor; without one, a method over whose callees the time is spread.</summary>
    public static IEnumerable<Finding> Find(ExaminedTrace trace)
    {
        Finding[] places = [.. Places(trace, isTimer: false)];
        bool isInOnePlace = trace.Rows(HotMethodsView.Description, HotMethodsView.PlacesName)
            .Any(row => row.Number("share") >= MinShare);
        return isInOnePlace ? places
            : Spread(trace) is { } spread ? [spread]
            : OfFramework(trace) is { } framework ? [framework]
            : [];
    }

    /// <summary>Places that use a processor within timers, or apart from them.</summary>
    public static IEnumerable<Finding> Places(ExaminedTrace trace, bool isTimer) =>
        from row in trace.Rows(HotMethodsView.Description, HotMethodsView.PlacesName)
        let part = 1 - NativePartOf(trace, row)
        let processors = part * ProcessorsOf(trace, row)
        where row.Number("samples") * part >= MinSamples
            && row.Number("share") * part >= (isTimer ? MinTimerShare : MinShare)
            && processors >= MinProcessors
            && HotMethodRule.IsOfTimer(trace, row.Stack("stack")) == isTimer
            && (isTimer || !HotMethodRule.IsWaiting(trace, row.Stack("stack")))
        select Of(trace, row, processors / part, isTimer);

    // What native code computes for a place is a finding of its own.
    private static double NativePartOf(ExaminedTrace trace, ExaminedRow place)
    {
        string code = trace.CodeOf(place.Stack("stack"));
        double native = trace.Rows(HotMethodsView.Description, HotMethodsView.NativeName)
            .Where(row => HotNativeRule.IsComputing(trace, row) && trace.CodeOf(row.Stack("stack")) == code)
            .Sum(row => row.Number("cpu"));
        return Math.Min(1, native / Math.Max(1, place.Number("cpu")));
    }

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.CpuTime, trace.CodeOf(row.Stack("stack")));

    // In the part of the window in which it works: an incident is often at the end of a long one.
    private static double ProcessorsOf(ExaminedTrace trace, ExaminedRow row) =>
        Math.Max(row.Number("threads"), (trace.PartOf(MeasureOf(trace, row))?.Value ?? 0) / 1e9);

    private static Finding Of(ExaminedTrace trace, ExaminedRow row, double processors, bool isTimer)
    {
        StackId stack = row.Stack("stack");
        string code = trace.CodeOf(stack);
        string caller = trace.CallerOf(stack);
        string when = trace.PartOf(MeasureOf(trace, row)) is { } part ? $"for {ViewText.Duration(part.Nanoseconds)}"
            : "on average";
        string from = isTimer ? ", called by timers," : caller.Length > 0 ? $", called by {caller}," : "";
        return Common(row.Number("samples"), processors) with
        {
            Rule = isTimer ? HotMethodRule.Timer.Name : HotMethodRule.Rule.Name,
            Headline = $"{code}{from} uses {ProcessorsText(trace, processors)} {when}: "
                + $"{ViewText.Duration(row.Number("cpu"))} of CPU time, {ViewText.Percent(row.Number("share"))} of "
                + "that of threads at work.",
            Culprit = code,
            Involved = [.. new[] { code, caller }.Where(one => one.Length > 0)],
            Stack = stack,
            Measure = MeasureOf(trace, row),
            Evidence =
            [
                row.Evidence("cpu", "CPU time in this method and what it calls"),
                row.Evidence("threads", "processors that it uses, on average of the sampled time"),
                row.Evidence("share", "of the CPU time of threads at work"),
            ],
            NextStep = isTimer
                ? "Let the timers fire less often, or do the work once for all of them."
                : $"Do this work less often or on less data: {CommandText.Callers(code)} shows who calls it.",
        };
    }

    private static Finding? Spread(ExaminedTrace trace)
    {
        ExaminedRow[] rows =
        [
            .. trace.Rows(HotMethodsView.Description, HotMethodsView.OwnName)
                .Where(row => row.Number("inclusive") >= MinSamples
                    && row.Number("inclusiveShare") >= MinSpreadShare && row.Number("threads") >= WarnProcessors)
                .OrderBy(row => row.Number("inclusive")),
        ];
        if (rows is not [var inner, ..])
        {
            return null;
        }

        // The innermost can be in an unknown library: the program's own method shows where to look.
        ExaminedRow? main = rows.FirstOrDefault(row => HotMethodRule.IsMain(trace, row));
        return Common(inner.Number("inclusive"), inner.Number("threads")) with
        {
            Headline = $"{inner.Text("method")}, with what it calls, uses "
                + $"{ProcessorsText(trace, inner.Number("threads"))} on average, spread over several methods: "
                + $"{ViewText.Percent(inner.Number("inclusiveShare"))} of the CPU time of the process."
                + (main is null || main == inner ? "" : $" {main.Text("method")}, of the program itself, has "
                    + $"{ViewText.Percent(main.Number("inclusiveShare"))}."),
            Culprit = inner.Text("method"),
            Involved = [.. new[] { inner, main }.OfType<ExaminedRow>().Select(one => one.Text("method")).Distinct()],
            Evidence =
            [
                inner.Evidence("cpu", "CPU time in this method and what it calls"),
                inner.Evidence("threads", "processors that it uses, on average of the sampled time"),
                inner.Evidence("inclusiveShare", "of the CPU time of the process"),
            ],
            NextStep = "See where its time goes: contrail view call-tree FILE.",
        };
    }

    // Stacks without a method of the program: the runtime inlines calls, and generated code has no module.
    private static Finding? OfFramework(ExaminedTrace trace)
    {
        ExaminedRow[] own = [.. trace.Rows(HotMethodsView.Description, HotMethodsView.OwnName)];
        ExaminedRow? hot = trace.Rows(HotMethodsView.Description, HotMethodsView.MethodsName)
            .Where(row => row.Number("inclusiveShare") >= MinSpreadShare && row.Number("inclusive") >= MinSamples
                && row.Number("threads") >= WarnProcessors
                && !IsNative(trace, row.Text("module")) && row.Text("module").Length > 0
                && !HotFrameworkMethod.IsRunner(row))
            .MinBy(row => row.Number("inclusive"));
        if (hot is null || own.Any(row => row.Number("inclusiveShare") > 1 - MinSpreadShare))
        {
            return null;
        }

        return Common(hot.Number("inclusive"), hot.Number("threads")) with
        {
            Headline = $"{hot.Text("method")} of the framework, with what it calls, uses "
                + $"{ProcessorsText(trace, hot.Number("threads"))} on average: "
                + $"{ViewText.Percent(hot.Number("inclusiveShare"))} of the CPU time of the process. No method of the "
                + "program is in most of these stacks.",
            Culprit = hot.Text("method"),
            Involved = [hot.Text("method")],
            Stack = hot.Stack("stack"),
            Confidence = FindingConfidence.Medium,
            Reason = "The runtime inlines calls, and code that is generated at run time has no module: the caller is "
                + "unknown.",
            Evidence =
            [
                hot.Evidence("inclusive", "samples in this method and what it calls"),
                hot.Evidence("threads", "processors that it uses, on average of the sampled time"),
            ],
            Surer = "Record with --profile requests: the routes show which requests take that long.",
            NextStep = $"See what calls it: {CommandText.Callers(hot.Text("method"))} shows the stacks.",
        };
    }

    // The name of a program does not show that its code is native, as that of a library does.
    private static bool IsNative(ExaminedTrace trace, string module) => NativeCode.IsFile(module)
        || trace.Rows(HotMethodsView.Description, HotMethodsView.ModulesName)
            .Any(row => row.Text("module") == module && row.Text("kind") == "native");

    private static Finding Common(double samples, double processors) => new()
    {
        Rule = HotMethodRule.Rule.Name,
        Headline = "",
        Culprit = "",
        Severity = processors >= WarnProcessors ? FindingSeverity.Warning : FindingSeverity.Info,
        Confidence = ConfidenceOf(samples),
        Reason = ReasonOf(samples),
        Impact = Math.Min(1, processors),
        Evidence = [],
        NextStep = "",
    };
}
