using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>What ran while a mutex was locked and others waited for it. Immutable; safe from any thread.</summary>
/// <param name="Code">The code; empty if the trace does not contain it, or if no place has most of the time.</param>
/// <param name="Held">What it did, to continue "waited for a mutex"; empty if that is unknown.</param>
/// <param name="Stack">Its stack.</param>
/// <param name="Evidence">The figures.</param>
internal sealed record MutexHolder(string Code, string Held, StackId Stack, IReadOnlyList<Evidence> Evidence)
{
    private const string Main = "main.";
    private const double MinShare = 0.5;

    private double Ran { get; init; }

    /// <summary>What would show more; empty if nothing is missing.</summary>
    public string Surer => Code.Length == 0 && Ran >= MinShare
        ? $"To have samples of what ran, {HotMethodsView.Description.ServiceRecording}."
        : "";

    /// <summary>What goroutines did with a mutex for which others waited in a place.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="waiter">Where others waited.</param>
    public static MutexHolder Of(ExaminedTrace trace, string waiter)
    {
        ExaminedRow[] rows =
        [
            .. trace.Rows(BlockingView.Description, BlockingView.HoldersName)
                .Where(row => trace.CodeOf(row.Stack("wait")) == waiter),
        ];
        double total = rows.Sum(row => row.Number("total"));
        ExaminedRow[]? most = rows
            .Where(row => trace.CodeOf(row.Stack("stack")).Length > 0)
            .GroupBy(row => trace.CodeOf(row.Stack("stack")))
            .Select(group => group.ToArray())
            .MaxBy(TotalOf);

        // Each row has how much is known of all waits at its place.
        ExaminedRow[] places = [.. rows.DistinctBy(row => (row.Number("waited"), row.Number("known")))];
        if (places.Sum(row => row.Number("known")) < MinShare * places.Sum(row => row.Number("waited")))
        {
            return new MutexHolder("", "", StackId.None, []);
        }

        if (most is null || TotalOf(most) < MinShare * total)
        {
            double ran = rows.Where(row => row.Text("did") == LockHolds.Running).Sum(row => row.Number("total"));
            return new MutexHolder("", "", StackId.None, []) { Ran = total > 0 ? ran / total : 0 };
        }

        StackId stack = most[0].Stack("stack");
        string code = trace.CodeOf(stack);
        string does = Does(trace, most[0]);
        return new MutexHolder(code, $" that is locked while {code} {does}", stack,
        [
            most[0].Evidence("total", $"{code} {does}, and others wait for the mutex"),
            most[0].Evidence("share", "of the time in which who had the mutex is known"),
            most[0].Evidence("known", "in which others waited and who had the mutex is known"),
        ]);
    }

    /// <summary>
    /// The innermost code of a stack that is not the standard library's, and the nearest method of the main package
    /// that called it; empty where there is none.
    /// </summary>
    public static (string Code, string Caller) PlaceOf(ExaminedTrace trace, StackId stack)
    {
        string place = trace.CodeOf(stack);
        if (place.Length == 0)
        {
            return ("", "");
        }

        StackTable stacks = trace.Context.Stacks;
        StackFrame[] code =
        [
            .. Enumerable.Range(0, stacks.Depth(stack)).Select(index => stacks.Frame(stack, index))
                .Where(frame => frame.Origin is FrameOrigin.Own or FrameOrigin.Library),
        ];
        string inner = code[0].ShortText();
        string caller = code.Where(frame => frame.Name.StartsWith(Main, StringComparison.Ordinal))
            .Select(frame => frame.ShortText())
            .FirstOrDefault(place);
        return (inner, caller == inner ? "" : caller);
    }

    /// <summary>How sure the cause is, in a sentence.</summary>
    public string Reason(string releaser) => Code.Length > 0
        ? "The trace contains the waits, the code that ended them by unlocking, and what the same goroutine did before."
        : releaser.Length > 0
            ? "The trace contains the waits and the code that unlocked, and not what ran most while it was locked."
            : "The trace contains the waits, and not who unlocked.";

    private static double TotalOf(ExaminedRow[] rows) => rows.Sum(row => row.Number("total"));

    private static string Does(ExaminedTrace trace, ExaminedRow row) => row.Text("did") switch
    {
        var did when NetworkWaitRule.CallOf(trace, row.Stack("stack"), did) is { Length: > 0 } call =>
            $"waits for its peer in {call}",
        LockHolds.Running => "runs",
        LockHolds.Locking => "waits for another lock",
        LockHolds.Ready => "waits for a proc",
        LockHolds.Syscall => "makes a system call",
        Executions.Sleep => "sleeps",
        Executions.Network => "waits for the network",
        Executions.Receive => "waits to receive",
        Executions.Send => "waits to send",
        Executions.Select => "waits in a select",
        _ => "waits",
    };
}
