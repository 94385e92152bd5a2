using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>System calls and calls of C code that hold a thread for long.</summary>
internal static class LongSyscallRule
{
    private const double LongNanoseconds = 10e6;
    private const double MinCount = 5;
    private const double MinShare = 0.1;

    // Reads, and waits for events, children and connections, take as long as nothing happens.
    private static readonly HashSet<string> Idle =
    [
        "read", "readv", "wait4", "waitid", "poll", "ppoll", "select", "pselect", "epollwait", "epoll_wait",
        "epollpwait", "accept", "accept4", "recvfrom", "recvmsg", "recvmmsg", "futex",
    ];

    private static readonly string[] FileReads = ["os.ReadFile", "os.(*File).ReadAt"];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "long-syscall", "long system calls and calls of C code", ModelNeeds.ExecutionStates,
        [SyscallsView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(SyscallsView.Description, "places")
            .Where(row => row.Number("p50") >= LongNanoseconds && row.Number("count") >= MinCount
                && trace.AtAnyMoment(row.Number("total")) >= MinShare
                && trace.CodeOf(row.Stack("stack")).Length > 0 && !IsIdle(trace, row.Stack("stack")))
            .Select(row => Of(trace, row));

    private static bool IsIdle(ExaminedTrace trace, StackId stack)
    {
        StackTable stacks = trace.Context.Stacks;
        return Enumerable.Range(0, stacks.Depth(stack)).Any(index => IsIdle(stacks.Frame(stack, index)))
            && !trace.HasAnyFrame(stack, FileReads);
    }

    private static bool IsIdle(StackFrame frame) =>
        (frame.Name.StartsWith("syscall.", StringComparison.Ordinal)
            || frame.Name.StartsWith("golang.org/x/sys/unix.", StringComparison.Ordinal)
            || frame.Name.StartsWith("internal/syscall/unix.", StringComparison.Ordinal))
        && Idle.Contains(frame.Name[(frame.Name.LastIndexOf('.') + 1)..].ToLowerInvariant());

    private static Finding Of(ExaminedTrace trace, ExaminedRow row)
    {
        StackId stack = row.Stack("stack");
        string code = trace.CodeOf(stack);
        bool isNative = trace.HasFrame(stack, "runtime.cgocall");

        // One goroutine in C code can as well be a loop that waits for events there.
        bool isUnclear = isNative && row.Number("threads") <= 1;
        string what = isNative ? "Calls of C code" : "System calls";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{what} in {code} take long: {ViewText.Count(row.Number("count"))} took "
                + $"{ViewText.Duration(row.Number("p50"))} (median), {ViewText.Duration(row.Number("max"))} at most.",
            Culprit = code,
            Involved = [code],
            Stack = stack,
            Severity = isUnclear ? FindingSeverity.Info : FindingSeverity.Warning,
            Confidence = isUnclear ? FindingConfidence.Low : FindingConfidence.Medium,
            Reason = "The trace contains how long the calls took, and not what they waited for.",
            Impact = Math.Min(1, trace.AtAnyMoment(row.Number("total"))),
            Measure = new MeasureKey(MeasureKind.Syscalls, code),
            Evidence =
            [
                row.Evidence("total", "goroutines were in these calls"),
                row.Evidence("count", "calls"),
                row.Evidence("p50", "median of the calls"),
                row.Evidence("max", "longest call"),
                row.Evidence("threads", "goroutines that made them"),
            ],
            Surer = isNative ? "Profile the C code: perf record -g, on the process." : "",
            NextStep = "Each such call holds a thread: look at the disk or the device it uses, or limit how many run "
                + "at once.",
        };
    }
}
