using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>What the rules about goroutines have in common.</summary>
internal static class Executions
{
    /// <summary>The reason of waits for a lock, a wait group and others.</summary>
    public const string Sync = "sync";

    /// <summary>The reason of waits until a value is received.</summary>
    public const string Send = "chan send";

    /// <summary>The reason of waits for a value.</summary>
    public const string Receive = "chan receive";

    /// <summary>The reason of waits for one of several channels.</summary>
    public const string Select = "select";

    /// <summary>The reason of waits for a connection.</summary>
    public const string Network = "network";

    /// <summary>The reason of waits for a time.</summary>
    public const string Sleep = "sleep";

    private static readonly string[] System = ["runtime.", "runtime/"];

    /// <summary>The name of a start function without the path of its package.</summary>
    public static string Short(string function) => function[(PathEnd(function) + 1)..];

    /// <summary>Whether goroutines with a start function are the runtime's own.</summary>
    public static bool IsSystem(string function) =>
        System.Any(start => function.StartsWith(start, StringComparison.Ordinal))
        && function != "runtime.main";

    /// <summary>Whether a stack has a frame of one of some functions, by the start of their names.</summary>
    public static bool HasAnyFrame(this ExaminedTrace trace, StackId stack, params IReadOnlyList<string> starts) =>
        starts.Any(start => trace.HasFrame(stack, start));

    /// <summary>How many goroutines a sum of durations is at any moment of the time of a measure.</summary>
    public static double AtAnyMoment(this ExaminedTrace trace, double nanoseconds, MeasureKey measure) =>
        trace.WindowNanoseconds > 0 ? nanoseconds / trace.NanosecondsOf(measure) : 0;

    /// <summary>How many goroutines a sum of durations is at any moment of the window.</summary>
    public static double AtAnyMoment(this ExaminedTrace trace, double nanoseconds) =>
        trace.WindowNanoseconds > 0 ? nanoseconds / trace.WindowNanoseconds : 0;

    /// <summary>Where the goroutines of a start function ran most often when they lost their proc; null if unknown.
    /// </summary>
    public static ExaminedRow? Preempted(ExaminedTrace trace, string function) =>
        trace.Rows(SchedulingView.Description, SchedulingView.PreemptedName)
            .FirstOrDefault(row => row.Text("function") == function && row.Stack("stack") != StackId.None);

    // The arguments of a generic function may contain paths of their own.
    private static int PathEnd(string function)
    {
        int bracket = function.IndexOf('[', StringComparison.Ordinal);
        return function.AsSpan(0, bracket < 0 ? function.Length : bracket).LastIndexOf('/');
    }
}
