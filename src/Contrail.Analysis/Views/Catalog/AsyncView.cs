using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// How long async operations took, what they awaited, and what still waits. Not safe for concurrent use.
/// </summary>
internal sealed class AsyncView : ViewBase, IView
{
    private const int MaxStacks = 10_000;
    private const int MaxRows = 1_000;

    private static readonly TableDescription Methods = new(
        "operations", "Async operations by their methods, from the first suspension to the end",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("operations", "count", ViewUnit.Count),
        new ViewColumn("failed", "failed", ViewUnit.Count),
        new ViewColumn("open", "open", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("p95", "p95", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("suspended", "suspended", ViewUnit.Share),
        new ViewColumn("stack", "methods", ViewUnit.Stack));

    private static readonly TableDescription Awaits = new(
        "awaits", "Time suspended by logical stack",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("suspensions", "count", ViewUnit.Count),
        new ViewColumn("open", "open", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("stack", "awaits in", ViewUnit.Stack));

    private static readonly TableDescription Longest = new(
        "longest", "Longest async operations",
        new ViewColumn("start", "start", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("certain", "certainly open", ViewUnit.Duration),
        new ViewColumn("isOpenAtStart", "earlier", ViewUnit.Text),
        new ViewColumn("outcome", "outcome", ViewUnit.Text),
        new ViewColumn("suspended", "suspended", ViewUnit.Duration),
        new ViewColumn("running", "running", ViewUnit.Duration),
        new ViewColumn("suspensions", "suspensions", ViewUnit.Count),
        new ViewColumn("id", "id", ViewUnit.Identity),
        new ViewColumn("awaiter", "awaited by", ViewUnit.Identity),
        new ViewColumn("parent", "started by", ViewUnit.Identity),
        new ViewColumn("stack", "methods", ViewUnit.Stack));

    private readonly BoundedGroups<StackId, AsyncMethods> _methods = new(MaxStacks);
    private readonly AsyncAwaits _awaits = new(MaxStacks);
    private readonly LongestItems<AsyncOperation> _longest = new(MaxRows);
    private readonly Dictionary<string, long> _damage = [];
    private long _openCount;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "async", "How long did async operations take, what did they await, and what still waits?",
        ModelNeeds.AsyncOperations, [Methods, Awaits, Longest], static _ => new AsyncView())
    {
        Recording = "--providers System.Runtime.CompilerServices.AsyncProfilerEventSource:0x3ffff:4, .NET 11 or later",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.AsyncOperations | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in AsyncOperation operation)
    {
        _methods.Find(operation.Stack)?.Add(operation);
        _awaits.End(operation);
        _openCount += operation.Outcome == AsyncOutcome.Open ? 1 : 0;
        _longest.Add(operation, operation.Range.Nanoseconds);
    }

    /// <inheritdoc/>
    public void Add(in AsyncSpan span)
    {
        if (span.Activity == ThreadActivity.Waiting)
        {
            _awaits.Add(span);
        }
    }

    /// <inheritdoc/>
    public void Add(in AsyncDamage damage) => _damage[damage.Reason] = _damage.GetValueOrDefault(damage.Reason) + 1;

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable methods = new(Methods);
        foreach ((StackId stack, AsyncMethods group) in
            _methods.All.OrderByDescending(pair => pair.Value.Times.Total).Take(MaxRows))
        {
            methods.Add(
                group.Times.Total, group.Times.Count, group.FailedCount, group.OpenCount, group.Times.Percentile(0.5),
                group.Times.Percentile(0.95), group.Times.Max, Share(group.Suspended, group.Times.Total), stack);
        }

        ViewTable awaits = new(Awaits);
        foreach ((StackId stack, AsyncAwaits.Group group) in _awaits.Conclude().Take(MaxRows))
        {
            awaits.Add(
                group.Times.Total, group.Times.Count, group.OpenCount, group.Times.Percentile(0.5), group.Times.Max,
                stack);
        }

        return new ViewResult(methods, awaits, LongestTable()) { Notes = [.. Notes()] };
    }

    private static string OutcomeText(AsyncOutcome outcome) => outcome switch
    {
        AsyncOutcome.Completed => "completed",
        AsyncOutcome.Failed => "failed or canceled",
        AsyncOutcome.Open => "open",
        _ => "unknown",
    };

    private static double? CertainOf(in AsyncOperation one) => one.KnownUntil is { } known
        ? Math.Max(0, Math.Min(known.Nanoseconds, one.Range.End.Nanoseconds) - one.Range.Start.Nanoseconds)
        : null;

    private static ViewValue Identity(ulong id) => id == 0 ? default(ViewValue) : unchecked((long)id);

    private ViewTable LongestTable()
    {
        ViewTable longest = new(Longest) { OmittedCount = _longest.OmittedCount };
        foreach (AsyncOperation one in _longest.LongestFirst
            .OrderByDescending(one => one.Range.Nanoseconds).ThenBy(one => one.Id))
        {
            longest.Add(
                one.Range.Start, one.Range.Nanoseconds, CertainOf(one), (bool?)one.Range.IsOpenAtStart,
                OutcomeText(one.Outcome), one.SuspendedNanoseconds, one.RunningNanoseconds, one.SuspensionCount,
                Identity(one.Id), Identity(one.AwaiterId), Identity(one.ParentId), one.Stack);
        }

        return longest;
    }

    private IEnumerable<string> Notes()
    {
        if (_openCount > 0)
        {
            yield return "An open operation may have ended: the runtime holds back up to 16 KB of each thread's steps.";
        }

        foreach ((string reason, long count) in _damage.OrderByDescending(pair => pair.Value))
        {
            yield return $"{ViewText.Count(count)} buffers are read in part: {reason}.";
        }

        foreach (string note in _methods.Notes("operations").Concat(_awaits.Notes()))
        {
            yield return note;
        }
    }
}
