using Contrail.Analysis.Findings.Rules.Scheduling;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>One method, with what it calls, that uses a processor much of the time.</summary>
internal static class HotMethodRule
{
    /// <summary>A tenth of a processor: a service with little work that is all in one place stays below.</summary>
    private const double MinThreads = 0.1;

    private const double WarnThreads = 0.2;

    /// <summary>Of all samples of work: a service that handles requests has many in the framework.</summary>
    private const double MinShare = 0.4;

    private const double MinSamples = 50;

    /// <summary>Work that is spread over methods counts for the innermost one that calls most of it.</summary>
    private const double MinSpreadShare = 0.6;

    private const double WarnSpreadThreads = 0.5;

    /// <summary>Work that a timer repeats for nothing is often short.</summary>
    private const double MinTimerThreads = 0.02;

    private const double MinTimerShare = 0.25;
    private const double WarnTimerThreads = 0.1;

    /// <summary>Names of methods of the framework that wait, at the end of a stack.</summary>
    private static readonly string[] Waits =
    [
        "System.Threading.Monitor.", "System.Threading.Lock.", "System.Threading.WaitHandle.",
        "System.Threading.Thread.Sleep", "System.Threading.LowLevel",
    ];

    /// <summary>The rule about methods.</summary>
    public static FindingRule Rule { get; } = new(
        "hot-method", "a method that uses the processor", ModelNeeds.Samples,
        [HotMethodsView.Description, StartFunctionsView.Description],
        trace => trace.Context.HasGoroutines ? HotScheduledMethod.Find(trace)
            : HotCpuMethod.IsRecorded(trace) ? HotCpuMethod.Find(trace)
            : !IsSpread(trace) ? Places(trace, isTimer: false)
            : Spread(trace) is [_, ..] spread ? spread
            : HotFrameworkMethod.Find(trace))
    {
        Recording = HotMethodsView.Description.Recording,
        ServiceRecording = HotMethodsView.Description.ServiceRecording,
    };

    /// <summary>The rule about timers.</summary>
    public static FindingRule Timer { get; } = new(
        "busy-timer", "timers that use the processor", ModelNeeds.Samples, [HotMethodsView.Description],
        trace => HotCpuMethod.IsRecorded(trace) ? HotCpuMethod.Places(trace, isTimer: true)
            : Places(trace, isTimer: true))
    {
        FormatNeeds = ModelNeeds.PoolAdjustments,
        Recording = HotMethodsView.Description.Recording,
    };

    private static IEnumerable<Finding> Places(ExaminedTrace trace, bool isTimer) =>
        trace.Rows(HotMethodsView.Description, HotMethodsView.PlacesName)
            .Where(row => row.Number("samples") >= MinSamples
                && row.Number("share") >= (isTimer ? MinTimerShare : MinShare)
                && IsOfTimer(trace, row.Stack("stack")) == isTimer
                && ThreadsOf(trace, row) >= (isTimer ? MinTimerThreads : MinThreads)
                && (isTimer || !IsWaiting(trace, row.Stack("stack"))))
            .Select(row => Of(trace, row, isTimer));

    /// <summary>
    /// Whether a stack is of a timer. A method that awaits a delay continues within the timer of that delay.
    /// </summary>
    public static bool IsOfTimer(ExaminedTrace trace, StackId stack) =>
        (trace.HasFrame(stack, "System.Threading.TimerQueueTimer.") || IsDispatched(trace, stack))
        && !trace.HasFrame(stack, "System.Threading.Tasks.Task.DelayPromise");

    // .NET 11 inlines the frames of a timer. Tasks and queued work have one of their own in between.
    private static bool IsDispatched(ExaminedTrace trace, StackId stack)
    {
        StackTable stacks = trace.Context.Stacks;
        int own = stacks.Place(stack) is { IsOwn: true } place ? place.Depth : stacks.Depth(stack);
        while (own + 1 < stacks.Depth(stack) && stacks.Frame(stack, own + 1).Origin == FrameOrigin.Own)
        {
            own++;
        }

        return own + 2 < stacks.Depth(stack)
            && stacks.Frame(stack, own + 1).Name == "System.Threading.ExecutionContext.RunFromThreadPoolDispatchLoop"
            && stacks.Frame(stack, own + 2).Name == "System.Threading.ThreadPoolWorkQueue.Dispatch";
    }

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.SampledThreads, trace.CodeOf(row.Stack("stack")));

    // In the part of the window in which it works: an incident is often at the end of a long one.
    private static double ThreadsOf(ExaminedTrace trace, ExaminedRow row) => row.IsKnown("threads")
        ? Math.Max(row.Number("threads"), (trace.PartOf(MeasureOf(trace, row))?.Value ?? 0) / 1e9)
        : 0;

    private static bool IsSpread(ExaminedTrace trace) =>
        trace.Rows(HotMethodsView.Description, HotMethodsView.PlacesName).All(row => row.Number("share") < MinShare);

    private static IReadOnlyList<Finding> Spread(ExaminedTrace trace)
    {
        ExaminedRow[] rows =
        [
            .. trace.Rows(HotMethodsView.Description, HotMethodsView.OwnName)
                .Where(row => row.Number("inclusive") >= MinSamples && row.Number("inclusiveShare") >= MinSpreadShare
                    && row.Number("threads") >= WarnThreads)
                .OrderBy(row => row.Number("inclusive")),
        ];

        // The innermost can be in an unknown library: the program's own method shows where to look.
        return rows is [var inner, ..] ? [Of(inner, rows.FirstOrDefault(row => IsMain(trace, row)))] : [];
    }

    /// <summary>Whether the method of a row is of the main module.</summary>
    public static bool IsMain(ExaminedTrace trace, ExaminedRow row) => trace.Context.Stacks.MainModule is
    { Length: > 0 } main && row.Text("module").Equals(main, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the innermost managed method of a stack is one that waits, or spins before it does.</summary>
    public static bool IsWaiting(ExaminedTrace trace, StackId stack)
    {
        StackTable stacks = trace.Context.Stacks;
        int index = NativeCode.DepthOf(stack, stacks);
        return index < stacks.Depth(stack) && Array.Exists(
            Waits, start => stacks.Frame(stack, index).Name.StartsWith(start, StringComparison.Ordinal));
    }

    private static Finding Of(ExaminedRow row, ExaminedRow? main) => new()
    {
        Rule = Rule.Name,
        Headline = $"{row.Text("method")}, with what it calls, has {ViewText.Percent(row.Number("inclusiveShare"))} of "
            + $"the samples, spread over several methods: on average {row.Number("threads"):0.0#} threads are in it at "
            + "any moment, running or ready to run."
            + (main is null || main == row ? "" : $" {main.Text("method")}, of the program itself, has "
                + $"{ViewText.Percent(main.Number("inclusiveShare"))}."),
        Culprit = row.Text("method"),
        Involved = [.. new[] { row, main }.OfType<ExaminedRow>().Select(one => one.Text("method")).Distinct()],
        Severity = row.Number("threads") >= WarnSpreadThreads ? FindingSeverity.Warning : FindingSeverity.Info,
        Confidence = FindingConfidence.Medium,
        Reason = "Samples find threads in managed code; a thread that is ready and has no processor counts too.",
        Impact = Math.Min(1, row.Number("threads")),
        Evidence =
        [
            row.Evidence("inclusive", "samples in this method and what it calls"),
            row.Evidence("threads", "threads in it, on average"),
            row.Evidence("inclusiveShare", "of all samples in managed code"),
        ],
        NextStep = "See where its time goes: contrail view call-tree FILE.",
    };

    private static Finding Of(ExaminedTrace trace, ExaminedRow row, bool isTimer)
    {
        string code = trace.CodeOf(row.Stack("stack"));
        string caller = trace.CallerOf(row.Stack("stack"));
        double threads = ThreadsOf(trace, row);
        string when = trace.PartOf(MeasureOf(trace, row)) is { } part ? $"for {ViewText.Duration(part.Nanoseconds)}"
            : "at any moment";
        string from = isTimer ? ", called by timers," : caller.Length > 0 ? $", called by {caller}," : "";
        return new Finding
        {
            Rule = isTimer ? Timer.Name : Rule.Name,
            Headline = $"{code}{from} has {ViewText.Percent(row.Number("share"))} of the samples of threads at work: "
                + $"on average {threads:0.0#} threads are in it {when}, running or ready to run.",
            Culprit = code,
            Involved = [.. new[] { code, caller }.Where(one => one.Length > 0)],
            Stack = row.Stack("stack"),
            Severity = threads >= (isTimer ? WarnTimerThreads : WarnThreads)
                ? FindingSeverity.Warning
                : FindingSeverity.Info,
            Confidence = FindingConfidence.Medium,
            Reason = "Samples find threads in managed code; a thread that is ready and has no processor counts too.",
            Impact = Math.Min(1, threads),
            Measure = MeasureOf(trace, row),
            Evidence =
            [
                row.Evidence("samples", "samples in this method and what it calls"),
                row.Evidence("threads", "threads in it, on average of the whole window"),
                row.Evidence("share", "of all samples of threads at work"),
            ],
            NextStep = isTimer
                ? "Let the timers fire less often, or do the work once for all of them."
                : $"Do this work less often or on less data: {CommandText.Callers(code)} shows who calls it.",
        };
    }
}
