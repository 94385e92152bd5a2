using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Locks for which threads wait much of the time.</summary>
internal static class LockConvoyRule
{
    private const double MinThreads = 0.1;
    private const double ManyThreads = 2;

    /// <summary>On a busy machine, threads that lose their processor while they hold a lock cause fewer.</summary>
    private const double WarnThreads = 0.2;

    // The program cannot split a lock of the framework, and waits for one under load are usual.
    private const double ManyThreadsInFramework = 1;
    private const double MinNanoseconds = 200e6;
    private const int MinWaits = 5;
    private const int MinRepeats = 2;
    private const double LongNanoseconds = 1e9;

    /// <summary>A second of one thread in one moment of a longer window: a start, or one of many.</summary>
    private const double BurstNanoseconds = 1e9;
    private const double MinWindowOfBurst = 2e9;
    private const int MaxEvidence = 3;

    /// <summary>Fewer can be chance.</summary>
    private const int MinSeen = 3;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "lock-convoy", "locks that threads wait for", ModelNeeds.Waits, [ContentionsView.Description], Examine);

    // Locks that one place holds, such as one for each customer, are one cause. Those of unknown code can have several.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(ContentionsView.Description, "locks")
            .GroupBy(row => CulpritOf(trace, row) is { Length: > 0 } known ? (known, 0) : ("", row.Identity("lock")))
            .Select(group => group.ToArray())
            .Where(rows => IsConvoy(trace, rows))
            .Select(rows => Of(trace, rows));

    private static bool IsConvoy(ExaminedTrace trace, ExaminedRow[] rows)
    {
        double total = rows.Sum(row => row.Number("total"));
        bool isMuch = total >= MinNanoseconds && total >= MinThreads * TimeOf(trace, rows)
            && rows.Sum(row => row.Number("waits")) >= MinWaits && (IsKnown(trace, rows) || IsRepeated(rows));
        return isMuch || (IsKnown(trace, rows) && rows.Max(row => row.Number("max")) >= LongNanoseconds);
    }

    private static bool IsKnown(ExaminedTrace trace, ExaminedRow[] rows) => CulpritOf(trace, rows[0]).Length > 0;

    // Where no code of the program is known, threads that wait once wait for the runtime: it loads a type, or a session
    // begins.
    private static bool IsRepeated(ExaminedRow[] rows) =>
        rows.Sum(row => row.Number("waits")) >= MinRepeats * rows.Sum(row => row.Number("threads"));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows)
    {
        ExaminedRow worst = rows[0];
        double total = rows.Sum(row => row.Number("total"));
        MeasureKey measure = MeasureOf(trace, worst);
        double threads = trace.WindowNanoseconds > 0 ? total / TimeOf(trace, rows) : 0;
        StackId owner = OwnerStackOf(worst);
        string culprit = CulpritOf(trace, worst);
        ExaminedRow[] known = [.. rows.Where(row => row.IsKnown("lock") && row.Identity("lock") != 0)];
        string locks = known.Length < rows.Length ? "locks"
            : rows.Length == 1 ? "one lock" : ViewText.Counted(rows.Length, "lock");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Threads waited {ViewText.Duration(total)} for {locks}{HeldText(trace, worst)}: on average "
                + $"{threads:0.0} threads at any moment.",
            Culprit = culprit,
            Involved =
            [
                .. new[] { culprit, trace.CodeOf(owner), measure.Subject }.Where(one => one.Length > 0).Distinct(),
                .. known.Select(row => $"lock {row.Identity("lock")}"),
            ],
            Stack = owner.IsNone ? worst.Stack("stack") : owner,
            Severity = SeverityOf(trace, rows, threads),
            Confidence = ConfidenceOf(trace, worst),
            Reason = ReasonOf(trace, worst),
            Impact = Math.Min(1, threads / ManyThreads),
            Measure = measure,
            Evidence = [.. Figures(rows)],
            Surer = SurerOf(trace, worst),
            NextStep = NextStepOf(trace, worst),
        };
    }

    private static IEnumerable<Evidence> Figures(ExaminedRow[] rows) =>
    [
        .. rows.Take(MaxEvidence).Select(row => row.Evidence("total", "threads waited for this lock")),
        rows[0].Evidence("waits", "waits"),
        rows[0].Evidence("max", "longest wait"),
        rows[0].Evidence("threads", "threads that waited"),
        .. rows[0].Number("seen") > 0
            ? (Evidence[])
            [
                rows[0].Evidence("seen", "waits in which an owner was seen there"),
                rows[0].Evidence("seenTotal", "threads waited meanwhile"),
            ]
            : [],
    ];

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.Waits, trace.CodeOf(row.Stack("stack")));

    // The waits of one holder can be spread differently: their rate relates to the longest time.
    private static double TimeOf(ExaminedTrace trace, ExaminedRow[] rows) =>
        rows.Max(row => trace.NanosecondsOf(MeasureOf(trace, row)));

    private static string HeldText(ExaminedTrace trace, ExaminedRow worst)
    {
        string holder = HolderOf(trace, worst);
        string taker = TakerOf(trace, worst);
        if (taker.Length > 0)
        {
            string caller = trace.CodeOf(worst.Stack("stack")) is { Length: > 0 } code ? $", called by {code}" : "";
            return $" in {taker}{caller}{InsideText(trace, worst, taker)}";
        }

        string place = NameOf(trace, OwnerStackOf(worst));
        string waiter = NameOf(trace, worst.Stack("stack"));
        bool isInside = place != holder && !IsCallerOf(trace, place, worst.Stack("stack"));
        return holder.Length == 0 ? (waiter.Length > 0 ? $" in {waiter}" : "")
            : isInside && worst.Number("seen") > 0 ? $" that {holder} holds, most often in {place}"
            : $" that {holder} holds";
    }

    // The method of the framework or of a library that takes the lock. That of a library is named if the code that
    // calls it does not hold the lock otherwise, as in a callback.
    private static string TakerOf(ExaminedTrace trace, ExaminedRow worst)
    {
        StackId wait = worst.Stack("stack");
        return trace.FrameworkTakerOf(wait) is { Length: > 0 } taker ? taker
            : HolderOf(trace, worst) is { Length: > 0 } holder && holder != trace.CodeOf(wait) ? ""
            : trace.LibraryTakerOf(wait);
    }

    // What the owners call there takes the time.
    private static string InsideText(ExaminedTrace trace, ExaminedRow worst, string taker)
    {
        StackId owner = OwnerStackOf(worst);
        string inside = trace.InnermostOf(owner);
        bool isKnown = worst.Number("seen") > 0 && inside.Length > 0 && inside != taker;
        return isKnown && trace.MethodsOf(owner).Contains(taker)
            ? $", most often in {inside}"
            : "";
    }

    // The method in which threads wait for the lock, if the owners are in calls of it, or if the runtime has inlined it
    // into the owners' place; otherwise the program's own method, because the place can be in an unknown library.
    private static string HolderOf(ExaminedTrace trace, ExaminedRow worst)
    {
        StackId owner = OwnerStackOf(worst);
        string place = NameOf(trace, owner);
        string waiter = trace.CodeOf(worst.Stack("stack"));
        bool isOfWaiter = waiter.Length > 0
            && (trace.OwnOf(owner).Contains(waiter) || IsCallerOf(trace, place, worst.Stack("stack")));
        return owner.IsNone ? ""
            : isOfWaiter ? waiter
            : trace.Context.Stacks.MainModule.Length == 0 || trace.IsInMain(owner) ? place
            : trace.CallerOf(owner) is { Length: > 0 } caller ? caller
            : place;
    }

    private static bool IsCallerOf(ExaminedTrace trace, string method, StackId stack) =>
        trace.OwnOf(stack).Skip(1).Contains(method);

    private static FindingConfidence ConfidenceOf(ExaminedTrace trace, ExaminedRow row) =>
        row.Number("seen") >= MinSeen && !IsRarelySeen(row) && trace.IsRecorded(ModelNeeds.ThreadSamples)
            ? FindingConfidence.High
            : FindingConfidence.Medium;

    // Code that writes many events, as one that throws, is seen more often than code that waits for a disk: where an
    // owner was in few of the waits is not where it was in the others.
    private static StackId OwnerStackOf(ExaminedRow row) =>
        IsRarelySeen(row) ? StackId.None : row.Stack("ownerStack");

    private static bool IsRarelySeen(ExaminedRow row) =>
        row.Number("seen") > 0 && row.Number("seenTotal") < LockHolder.MinSeenShare * row.Number("total");

    private static string ReasonOf(ExaminedTrace trace, ExaminedRow worst) =>
        IsRarelySeen(worst)
            ? "The waits are in the trace. Where the owner was is known for "
                + $"{ViewText.Duration(worst.Number("seenTotal"))} of them, in "
                + $"{NameOf(trace, worst.Stack("ownerStack"))}; for the others it is unknown."
        : worst.Stack("ownerStack").IsNone
            ? worst.Stack("stack").IsNone
                ? "The waits have no stacks: which code uses the lock is unknown."
                : "The waits are in the trace; what the owner of the lock did meanwhile is not."
        : worst.Number("seen") > 0
            ? "The trace contains the waits with their owners, and where those were seen when others began to wait."
        : "The trace contains the waits with their owners, which had waited for the lock themselves, at this place; "
            + "what they did with it is unknown.";

    private static string SurerOf(ExaminedTrace trace, ExaminedRow worst) =>
        !worst.Stack("stack").IsNone && !trace.MayBeRecorded(ModelNeeds.ThreadSamples)
            ? "Record with --profile cpu-eventpipe: samples also show owners that write no events."
            : "";

    // The innermost method of the framework if all of its callees are known: those without a name, as in a torn file,
    // can be the program's.
    private static string NameOf(ExaminedTrace trace, StackId stack) =>
        trace.CodeOf(stack) is { Length: > 0 } code ? code : trace.InnermostOf(stack);

    private static FindingSeverity SeverityOf(ExaminedTrace trace, ExaminedRow[] rows, double threads)
    {
        bool isInFramework = trace.FrameworkTakerOf(rows[0].Stack("stack")).Length > 0
            || (HeldText(trace, rows[0]).Length > 0 && !IsKnown(trace, rows));
        bool isBurst = rows.Sum(row => row.Number("total")) < BurstNanoseconds
            && TimeOf(trace, rows) <= BurstNanoseconds && trace.WindowNanoseconds >= MinWindowOfBurst;
        bool isShort = (threads < WarnThreads || isBurst) && rows.Max(row => row.Number("max")) < LongNanoseconds;
        return isShort || (isInFramework && threads < ManyThreadsInFramework) ? FindingSeverity.Info
            : threads >= ManyThreads ? FindingSeverity.Critical
            : FindingSeverity.Warning;
    }

    private static string NextStepOf(ExaminedTrace trace, ExaminedRow worst) =>
        CulpritOf(trace, worst).Length == 0
            ? HeldText(trace, worst).Length > 0
                ? "The lock is the framework's: find what calls it that often: contrail view contention FILE."
                : worst.Stack("stack").IsNone
                    ? "Find the lock: record with --profile default, whose waits have stacks."
                    : "Find the lock: the stacks of its waits have no names. contrail info FILE shows which names the "
                        + "file has, and why others are missing."
        : trace.FrameworkTakerOf(worst.Stack("stack")).Length > 0
            ? "The lock is the framework's: call that method less often, or from fewer threads."
        : TakerOf(trace, worst).Length > 0
            ? "The lock is that of a library: call that method less often or from fewer threads, or let it do less."
        : "Do less while the lock is held: move slow work out of it, or split the lock.";

    private static string CulpritOf(ExaminedTrace trace, ExaminedRow row) =>
        trace.CodeOf(OwnerStackOf(row)).Length > 0 && trace.FrameworkTakerOf(row.Stack("stack")).Length == 0
            ? HolderOf(trace, row)
            : trace.CodeOf(row.Stack("stack"));
}
