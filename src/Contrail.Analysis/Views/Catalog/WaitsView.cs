using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What threads waited for, and where in the code. Not safe for concurrent use.</summary>
internal sealed class WaitsView : ViewBase, IView
{
    /// <summary>How to record what most blocked threads wait for.</summary>
    public const string HandleWaitsHint =
        "Most waits, such as Task.Wait, are for events and semaphores. On .NET 9 and later, record them with "
        + "--profile waits.";

    private const int MaxPlaces = 2_000;
    private const int MaxOpen = 1_000;

    private static readonly TableDescription Places = new(
        "places", "Waits by place in the code",
        new ViewColumn("total", "total", ViewUnit.Duration),
        new ViewColumn("waits", "waits", ViewUnit.Count),
        new ViewColumn("threads", "threads", ViewUnit.Count),
        new ViewColumn("p50", "p50", ViewUnit.Duration),
        new ViewColumn("max", "max", ViewUnit.Duration),
        new ViewColumn("waitingAtEnd", "open", ViewUnit.Count),
        new ViewColumn("kind", "waits for", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private static readonly TableDescription Open = new(
        "open", "Waits that had not ended at the end",
        new ViewColumn("start", "since", ViewUnit.Time),
        new ViewColumn("duration", "duration", ViewUnit.Duration),
        new ViewColumn("isOpenAtStart", "earlier", ViewUnit.Text),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("kind", "waits for", ViewUnit.Text),
        new ViewColumn("owner", "owner", ViewUnit.Text),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly BoundedGroups<(WaitKind Kind, int Place), PlacedWaits> _places = new(MaxPlaces);
    private readonly List<Wait> _open = [];
    private long _openCount;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "waits", "What did threads wait for, where in the code, and what still waits?",
        ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits, [Places, Open], static _ => new WaitsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits | ModelNeeds.Stacks;

    /// <summary>What a thread waits for, in words.</summary>
    public static string KindText(WaitKind kind) => kind switch
    {
        WaitKind.Lock => "lock",
        WaitKind.RuntimeLock => "lock of the runtime",
        WaitKind.Handle => "event or semaphore",
        WaitKind.Task => "task",
        _ => "unknown",
    };

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        _places.Find((wait.Kind, PlaceOf(wait.Stack)))?.Add(wait);
        if (wait.Range.IsOpenAtEnd)
        {
            _openCount++;
            if (_open.Count < MaxOpen)
            {
                _open.Add(wait);
            }
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable places = new(Places);
        foreach (((WaitKind kind, _), PlacedWaits waits) in
            _places.All.OrderByDescending(pair => pair.Value.Times.Total))
        {
            places.Add(
                waits.Times.Total, waits.Times.Count, waits.ThreadCount, waits.Times.Percentile(0.5), waits.Times.Max,
                waits.OpenCount, KindText(kind), waits.Places.Heaviest(Stacks));
        }

        ViewTable open = new(Open) { OmittedCount = _openCount - _open.Count };
        foreach (Wait wait in _open.OrderByDescending(wait => wait.Range.Nanoseconds))
        {
            open.Add(
                wait.Range.Start, wait.Range.Nanoseconds, (bool?)wait.Range.IsOpenAtStart,
                ThreadText(wait.ExecutionId), KindText(wait.Kind),
                wait.OwnerId == 0 ? null : ThreadText(wait.OwnerId), wait.Stack);
        }

        return new ViewResult(places, open)
        {
            Notes =
            [
                .. _places.Notes("waits"),
                .. Context.Coverage.Of(ModelNeeds.HandleWaits).IsRequested ? (string[])[] : [HandleWaitsHint],
            ],
        };
    }
}
