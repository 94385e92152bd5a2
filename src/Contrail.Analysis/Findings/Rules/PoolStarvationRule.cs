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

    // One thread that always waits can be a loop that takes from a queue.
    private const double MinBlockedThreads = 1.5;
    private const double MaxRatio = 2;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "pool-starvation", "pool threads that are blocked while work waits", ModelNeeds.PoolAdjustments,
        [ThreadPoolView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] starved = [.. trace.Rows(ThreadPoolView.Description, "reasons")
            .Where(row => row.Text("reason") is Starvation or Blocking)];
        if (starved.Sum(row => row.Number("count")) < MinAdjustments)
        {
            yield break;
        }

        ExaminedRow? worst = WorstOf(trace);
        bool isBlocked = worst is not null;
        bool isBlockedOnTasks =
            starved.Where(row => row.Text("reason") == Blocking).Sum(row => row.Number("count")) >= MinAdjustments;
        yield return isBlocked ? Blocked(trace, starved, worst!)
            : isBlockedOnTasks ? BlockedOnTasks(trace, starved)
            : BlockedOrBusy(trace, starved);
    }

    // Code with a name is of more use, if it blocks about as much.
    private static ExaminedRow? WorstOf(ExaminedTrace trace)
    {
        ExaminedRow[] blocked =
        [
            .. trace.Rows(ThreadPoolView.Description, "workers")
                .Where(row => (!row.IsKnown("threads") || row.Number("threads") >= MinBlockedThreads)
                    && row.Number("total") >= MinBlockedThreads * TimeOf(trace, row))
                .OrderByDescending(row => row.Number("total")),
        ];
        return Array.Find(
                blocked,
                row => trace.CodeOf(row.Stack("stack")).Length > 0
                    && MaxRatio * row.Number("total") >= blocked[0].Number("total"))
            ?? blocked.FirstOrDefault();
    }

    private static Finding Blocked(ExaminedTrace trace, ExaminedRow[] starved, ExaminedRow worst)
    {
        StackId stack = worst.Stack("stack");
        string culprit = trace.CodeOf(stack);
        string taskFrame = TaskFrame(trace, stack);
        bool isSyncOverAsync = worst.Text("kind") == "task" || taskFrame.Length > 0;
        string subject = culprit.Length > 0 ? culprit
            : CallerOf(taskFrame.Length > 0 ? taskFrame : trace.PlaceOf(stack));
        string why = isSyncOverAsync ? "waits synchronously for async work" : "blocks pool threads";
        return Common(trace, starved) with
        {
            Headline = $"The thread pool starved: {subject} {why} "
                + $"({ViewText.Duration(worst.Number("total"))}{OnThreads(worst)}).",
            Culprit = culprit,
            Involved = culprit.Length > 0 ? [culprit] : [],
            Stack = stack,
            Confidence = FindingConfidence.High,
            Reason = culprit.Length > 0
                ? "The pool changed its size because of starvation, and its blocked threads are in the trace."
                : "The blocked threads are in the trace, but the code that called the framework has no frame of its "
                    + "own: the compiler inlined it, or it made a tail call.",
            Evidence =
            [
                worst.Evidence("total", "pool threads were blocked here"),
                .. starved.Select(row => row.Evidence("count", $"adjustments of the pool: {row.Text("reason")}")),
                starved[0].Evidence("maxTarget", "threads that the pool aimed at"),
            ],
            Surer = "",
            NextStep = isSyncOverAsync
                ? (culprit.Length > 0 ? "" : "Search the code that runs on the pool for the call. ")
                    + "Await the task instead of Wait, Result or GetAwaiter().GetResult()."
                : "Use the asynchronous form of the call, or move it to a thread of its own.",
        };
    }

    // The runtime adjusts for this reason only where Task.Wait or the like blocks a thread of the pool.
    private static Finding BlockedOnTasks(ExaminedTrace trace, ExaminedRow[] starved)
    {
        bool hasWaits = HasWaits(trace);
        return Common(trace, starved) with
        {
            Headline = $"The thread pool starved: its threads wait synchronously for tasks; {Added(starved)}.",
            Reason = "The pool compensated for threads that were blocked in Task.Wait or the like; "
                + (hasWaits ? "the trace does not show where." : "their waits were not recorded."),
            Surer = hasWaits ? "" : WaitsView.HandleWaitsHint,
            NextStep = "Await tasks instead of Wait, Result or GetAwaiter().GetResult().",
        };
    }

    // Work that needs more processors than there are looks the same as work that waits.
    private static Finding BlockedOrBusy(ExaminedTrace trace, ExaminedRow[] starved)
    {
        bool hasWaits = HasWaits(trace);
        return Common(trace, starved) with
        {
            Headline = $"Work waited for a thread of the pool, whose threads were blocked or busy; {Added(starved)}.",
            Severity = FindingSeverity.Info,
            Confidence = FindingConfidence.Low,
            Reason = hasWaits
                ? "The recorded waits do not explain it: the threads were busy, or blocked where no wait is recorded."
                : "The waits of its threads were not recorded: whether they were blocked or busy is unknown.",
            Surer = hasWaits
                ? "Record with --profile cpu: samples show what the threads do."
                : WaitsView.HandleWaitsHint,
        };
    }

    private static Finding Common(ExaminedTrace trace, ExaminedRow[] starved) => new()
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
        NextStep = "Find what blocks the pool threads: contrail view thread-pool FILE.",
    };

    private static double TimeOf(ExaminedTrace trace, ExaminedRow row) =>
        trace.NanosecondsOf(new MeasureKey(MeasureKind.Waits, trace.PlaceOf(row.Stack("stack"))));

    private static string Added(ExaminedRow[] starved) =>
        $"the pool changed its number of threads {ViewText.Count(starved.Sum(row => row.Number("count")))} times for "
        + $"this reason, to at most {starved.Max(row => row.Number("maxTarget")):0}";

    private static bool HasWaits(ExaminedTrace trace) =>
        trace.Context.Coverage.Of(ModelNeeds.HandleWaits).IsRequested;

    private static string OnThreads(ExaminedRow worst) =>
        worst.IsKnown("threads") ? $" on up to {worst.Number("threads"):0} threads" : "";

    private static string CallerOf(string frame) => frame.Length > 0 ? $"the caller of {frame}" : "unknown code";

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
