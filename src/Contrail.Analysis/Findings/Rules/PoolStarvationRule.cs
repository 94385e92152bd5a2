using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Work waits in the queue of the thread pool, because its threads are blocked.</summary>
internal static class PoolStarvationRule
{
    private const int MinAdjustments = 3;
    private const string Starvation = "starvation";
    private const string Blocking = "cooperative blocking";

    private static readonly string[] Tasks =
        ["System.Threading.Tasks.Task", "System.Runtime.CompilerServices.TaskAwaiter"];

    // These run a task: the frames within them are its own.
    private static readonly string[] Runners =
        ["System.Threading.Tasks.Task.Execute", "System.Threading.Tasks.Task.InnerInvoke"];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "pool-starvation", "pool threads that are blocked while work waits", ModelNeeds.PoolAdjustments,
        [ThreadPoolView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] starved = [.. trace.Rows(ThreadPoolView.Description, "reasons")
            .Where(row => row.Text("reason") is Starvation or Blocking)];
        if (starved.Sum(row => row.Number("count")) >= MinAdjustments)
        {
            yield return PoolBlockers.OfWaits(trace) is { } waits ? Blocked(trace, starved, waits)
                : PoolBlockers.OfSamples(trace, [Starvation, Blocking]) is { } samples ? Held(trace, starved, samples)
                : CountOf(starved, Blocking) < MinAdjustments ? BlockedOrBusy(trace, starved)
                : CountOf(starved, Starvation) >= MinAdjustments || PoolGrowth.IsSustained(trace, Blocking)
                    ? BlockedOnTasks(trace, starved)
                : BrieflyBlocked(trace, starved);
        }
    }

    private static double CountOf(ExaminedRow[] starved, string reason) =>
        starved.Where(row => row.Text("reason") == reason).Sum(row => row.Number("count"));

    private static Finding Blocked(ExaminedTrace trace, ExaminedRow[] starved, ExaminedRow worst)
    {
        string threads = worst.IsKnown("threads") ? $" on up to {worst.Number("threads"):0} threads" : "";
        return At(trace, starved, worst, $"{ViewText.Duration(worst.Number("total"))}{threads}", IsTask(worst)) with
        {
            Confidence = FindingConfidence.High,
            Reason = trace.CodeOf(worst.Stack("stack")).Length > 0
                ? "The pool changed its size because of starvation, and its blocked threads are in the trace."
                : "The blocked threads are in the trace, but the code that called the framework has no frame of its "
                    + "own: the compiler inlined it, or it made a tail call.",
            Evidence = [worst.Evidence("total", "pool threads were blocked here"), .. Adjustments(starved)],
        };
    }

    // The runtime records no wait in native code, and none of Thread.Sleep.
    private static Finding Held(ExaminedTrace trace, ExaminedRow[] starved, ExaminedRow worst)
    {
        string callee = worst.IsKnown("callee") ? $", in {worst.Text("callee")}" : "";
        string amount = $"on average {worst.Number("threads"):0.0} threads{callee}";
        return At(trace, starved, worst, amount, isTask: false) with
        {
            Reason = "Most samples of pool threads with work find them here, outside of managed code, where nearly all "
                + "threads wait; the wait itself is not in the trace.",
            Evidence =
            [
                worst.Evidence("threads", "pool threads were here, on average"),
                worst.Evidence("share", "of the samples of pool threads with work"),
                .. Adjustments(starved),
            ],
        };
    }

    // The part of both that names the place.
    private static Finding At(
        ExaminedTrace trace, ExaminedRow[] starved, ExaminedRow worst, string amount, bool isTask)
    {
        StackId stack = worst.Stack("stack");
        string culprit = trace.CodeOf(stack);
        string taskFrame = TaskFrame(trace, stack);
        bool isSyncOverAsync = isTask || taskFrame.Length > 0;
        string subject = culprit.Length > 0 ? culprit
            : CallerOf(taskFrame.Length > 0 ? taskFrame : trace.PlaceOf(stack));
        string why = isSyncOverAsync ? "waits synchronously for async work" : "blocks pool threads";
        return Common(starved) with
        {
            Headline = $"The thread pool starved: {subject} {why} ({amount}).",
            Culprit = culprit,
            Involved = culprit.Length > 0 ? [culprit] : [],
            Stack = stack,
            NextStep = isSyncOverAsync
                ? (culprit.Length > 0 ? "" : "Search the code that runs on the pool for the call. ")
                    + "Await the task instead of Wait, Result or GetAwaiter().GetResult()."
                : "Use the asynchronous form of the call, or move it to a thread of its own.",
        };
    }

    // The runtime adjusts for this reason only where Task.Wait or the like blocks a thread of the pool.
    private static Finding BlockedOnTasks(ExaminedTrace trace, ExaminedRow[] starved) => OnTasks(trace, starved) with
    {
        Headline = $"The thread pool starved: its threads wait synchronously for tasks; {Added(starved)}.",
        Reason = $"The pool compensated for threads that were blocked in Task.Wait or the like; {WhereText(trace)}.",
        Surer = HasWaits(trace) ? "" : WaitsView.HandleWaitsHint,
    };

    // Usual for code that is seldom called: no work waits for these threads.
    private static Finding BrieflyBlocked(ExaminedTrace trace, ExaminedRow[] starved) => OnTasks(trace, starved) with
    {
        Headline = "Threads of the pool wait synchronously for tasks, a few at a time and not for long; "
            + $"{Added(starved)}.",
        Severity = FindingSeverity.Info,
        Reason = "The pool added threads while others were blocked in Task.Wait or the like, and removed them again; "
            + $"{WhereText(trace)}.",
    };

    private static Finding OnTasks(ExaminedTrace trace, ExaminedRow[] starved)
    {
        StackId stack = TaskWait(trace)?.Stack("stack") ?? StackId.None;
        string culprit = trace.CodeOf(stack);
        return Common(starved) with
        {
            Culprit = culprit,
            Involved = culprit.Length > 0 ? [culprit] : [],
            Stack = stack,
            NextStep = "Await tasks instead of Wait, Result or GetAwaiter().GetResult().",
        };
    }

    // Work that needs more processors than there are looks the same as work that waits.
    private static Finding BlockedOrBusy(ExaminedTrace trace, ExaminedRow[] starved)
    {
        bool hasWaits = HasWaits(trace);
        bool hasSamples = trace.IsRecorded(ModelNeeds.ThreadSamples);
        bool mayHaveSamples = trace.MayBeRecorded(ModelNeeds.ThreadSamples);
        return Common(starved) with
        {
            Headline = $"Work waited for a thread of the pool, whose threads were blocked or busy; {Added(starved)}.",
            Severity = FindingSeverity.Info,
            Confidence = FindingConfidence.Low,
            Reason = hasWaits && hasSamples
                ? "Neither the recorded waits nor the samples explain it: its threads were at many places."
                : hasWaits
                ? "The recorded waits do not explain it: the threads were busy, or blocked where no wait is recorded."
                : hasSamples
                ? "The samples do not show one place that blocks its threads: they were busy, or at many places."
                : mayHaveSamples
                ? "The file does not show what its threads did, or whether that was recorded."
                : trace.IsRecorded(ModelNeeds.CpuSamples)
                ? "Samples of processors contain no thread that waits: whether its threads were blocked or busy is "
                    + "unknown."
                : "What its threads did was not recorded: whether they were blocked or busy is unknown.",
            Surer = mayHaveSamples ? ""
                : "Record with --profile cpu-eventpipe: samples show where its threads wait or compute, also in "
                    + "native code.",
            NextStep = mayHaveSamples ? "See what its threads did: contrail view hot-methods FILE."
                : "Record the process again as above, and see contrail view thread-pool FILE.",
        };
    }

    private static Finding Common(ExaminedRow[] starved) => new()
    {
        Rule = Rule.Name,
        Headline = "",
        Culprit = "",
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.Medium,
        Reason = "",
        Impact = Math.Min(1, starved.Sum(row => row.Number("count")) / 10),
        Measure = new MeasureKey(MeasureKind.PoolThreads, ""),
        Evidence = [.. starved.Select(row => row.Evidence("count", $"adjustments: {row.Text("reason")}"))],
        Surer = "",
        NextStep = "",
    };

    private static IEnumerable<Evidence> Adjustments(ExaminedRow[] starved) =>
    [
        .. starved.Select(row => row.Evidence("count", $"adjustments of the pool: {row.Text("reason")}")),
        starved[0].Evidence("maxTarget", "threads that the pool aimed at"),
    ];

    private static string Added(ExaminedRow[] starved) =>
        $"the pool changed its number of threads {ViewText.Count(starved.Sum(row => row.Number("count")))} times for "
        + $"this reason, to at most {starved.Max(row => row.Number("maxTarget")):0}";

    private static bool HasWaits(ExaminedTrace trace) =>
        trace.Context.Coverage.Of(ModelNeeds.HandleWaits).IsRequested;

    private static string CallerOf(string frame) => frame.Length > 0 ? $"the caller of {frame}" : "unknown code";

    private static bool IsTask(ExaminedRow row) => row.Text("kind") == "task";

    // Where pool threads waited for tasks most of the time; null if no such wait is in the trace.
    private static ExaminedRow? TaskWait(ExaminedTrace trace) => HasWaits(trace)
        ? trace.Rows(ThreadPoolView.Description, "workers")
            .FirstOrDefault(row => IsTask(row) || TaskFrame(trace, row.Stack("stack")).Length > 0)
        : null;

    private static string WhereText(ExaminedTrace trace) =>
        !HasWaits(trace) ? "their waits were not recorded"
        : TaskWait(trace) is not { } row ? "the trace does not show where"
        : trace.CodeOf(row.Stack("stack")) is { Length: > 0 } code
            ? $"{code} waited for {ViewText.Duration(row.Number("total"))} in all"
        : $"the waits are in the view thread-pool, {ViewText.Duration(row.Number("total"))} in all";

    // The outermost of the framework's frames about the wait for a task; empty if there is none. Frames around the
    // program's code do not belong to its wait.
    private static string TaskFrame(ExaminedTrace trace, StackId stack)
    {
        string found = "";
        StackTable stacks = trace.Context.Stacks;
        for (int index = 0; !stack.IsNone && index < stacks.Depth(stack); index++)
        {
            StackFrame frame = stacks.Frame(stack, index);
            if (frame.Origin is FrameOrigin.Own or FrameOrigin.Library
                || Array.Exists(Runners, start => frame.Name.StartsWith(start, StringComparison.Ordinal)))
            {
                break;
            }

            bool isTask = Array.Exists(Tasks, start => frame.Name.StartsWith(start, StringComparison.Ordinal));
            found = isTask ? frame.ShortText() : found;
        }

        return found;
    }
}
