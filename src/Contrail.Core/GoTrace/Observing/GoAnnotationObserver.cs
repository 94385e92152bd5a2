using Contrail.Core.GoTrace.Events;
using Contrail.Core.Triggers;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// Observes what the program itself writes into its trace: regions, tasks and log messages. A region or task whose
/// beginning is unknown is not observed. Not safe for concurrent use.
/// </summary>
internal sealed class GoAnnotationObserver : IGoEventObserver
{
    /// <summary>Regions that are open at a time; an application can leave any number open.</summary>
    private const int MaxRegions = 100_000;

    /// <summary>Tasks, each with a name of up to a KiB.</summary>
    private const int MaxTasks = 10_000;

    private readonly Dictionary<long, Stack<long>> _regions = [];
    private readonly Dictionary<ulong, (string Name, long Nanoseconds)> _tasks = [];
    private int _regionCount;

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.Region, SignalKind.Log];

    /// <inheritdoc/>
    public long ForgottenCount { get; private set; }

    /// <inheritdoc/>
    public void Observe(in ObservedGoEvent current, ICollection<Observation> observed)
    {
        switch (current.Row.Kind)
        {
            case GoEventKind.RegionBegin:
                BeginRegion(current);
                break;
            case GoEventKind.RegionEnd:
                EndRegion(current, observed);
                break;
            case GoEventKind.TaskBegin:
                BeginTask(current);
                break;
            case GoEventKind.TaskEnd:
                EndTask(current, observed);
                break;
            case GoEventKind.Log:
                observed.Add(new Observation(SignalKind.Log, current.Nanoseconds)
                {
                    Subject = current.Text(1),
                    Text = current.Text(2),
                });
                break;
        }
    }

    /// <inheritdoc/>
    public void Forget()
    {
        _regions.Clear();
        _tasks.Clear();
        _regionCount = 0;
    }

    private void BeginRegion(in ObservedGoEvent current)
    {
        if (current.Goroutine == GoContext.None)
        {
            return;
        }

        if (_regionCount == MaxRegions)
        {
            ForgottenCount++;
            return;
        }

        if (!_regions.TryGetValue(current.Goroutine, out Stack<long>? open))
        {
            open = new Stack<long>();
            _regions.Add(current.Goroutine, open);
        }

        open.Push(current.Nanoseconds);
        _regionCount++;
    }

    private void EndRegion(in ObservedGoEvent current, ICollection<Observation> observed)
    {
        if (!_regions.TryGetValue(current.Goroutine, out Stack<long>? open))
        {
            return;
        }

        double duration = current.Since(open.Pop());
        _regionCount--;
        if (open.Count == 0)
        {
            _regions.Remove(current.Goroutine);
        }

        Add(current, current.Text(1), duration, observed);
    }

    private void BeginTask(in ObservedGoEvent current)
    {
        if (_tasks.Count < MaxTasks || _tasks.ContainsKey(current.Number(0)))
        {
            _tasks[current.Number(0)] = (current.Text(2), current.Nanoseconds);
        }
        else
        {
            ForgottenCount++;
        }
    }

    private void EndTask(in ObservedGoEvent current, ICollection<Observation> observed)
    {
        if (_tasks.Remove(current.Number(0), out (string Name, long Nanoseconds) began))
        {
            Add(current, began.Name, current.Since(began.Nanoseconds), observed);
        }
    }

    private static void Add(
        in ObservedGoEvent current, string name, double duration, ICollection<Observation> observed) =>
        observed.Add(new Observation(SignalKind.Region, current.Nanoseconds) { Subject = name, Value = duration });
}
