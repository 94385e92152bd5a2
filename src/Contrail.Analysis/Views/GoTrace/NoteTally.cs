using System.Text;
using Contrail.Analysis.GoTrace.Reading;

namespace Contrail.Analysis.Views.GoTrace;

/// <summary>
/// Tasks and regions of the program's own, from their beginning to their end. Not safe for concurrent use.
/// </summary>
internal sealed class NoteTally
{
    private readonly Dictionary<ulong, long> _tasksBegan = [];
    private readonly Dictionary<long, Stack<long>> _regionsBegan = [];
    private readonly NamedTimes _tasks = new();
    private readonly NamedTimes _regions = new();

    /// <summary>Messages that the program logged.</summary>
    public long LogCount { get; private set; }

    public int OpenTaskCount => _tasksBegan.Count;

    public void Add(in GoEvent told)
    {
        switch (told.Kind)
        {
            case GoEventKind.TaskBegin:
                _tasksBegan[GoTask.Of(told).Id] = told.Time;
                break;
            case GoEventKind.TaskEnd:
                EndTask(GoTask.Of(told), told.Time);
                break;
            case GoEventKind.RegionBegin:
                BeginRegion(told);
                break;
            case GoEventKind.RegionEnd:
                EndRegion(told);
                break;
            case GoEventKind.Log:
                LogCount++;
                break;
        }
    }

    /// <summary>Nothing is known of what goes on from here on.</summary>
    public void Cut()
    {
        _tasksBegan.Clear();
        _regionsBegan.Clear();
    }

    public IReadOnlyList<TimeByName> Tasks() => _tasks.Conclude();

    public IReadOnlyList<TimeByName> Regions() => _regions.Conclude();

    // What began before the trace has no length.
    private void EndTask(in GoTask task, long at)
    {
        if (_tasksBegan.Remove(task.Id, out long began))
        {
            _tasks.Add(Encoding.UTF8.GetString(task.Type.Span), Elapsed.Between(began, at));
        }
    }

    private void BeginRegion(in GoEvent told)
    {
        if (!_regionsBegan.TryGetValue(told.Goroutine, out Stack<long>? open))
        {
            open = new Stack<long>();
            _regionsBegan.Add(told.Goroutine, open);
        }

        open.Push(told.Time);
    }

    private void EndRegion(in GoEvent told)
    {
        if (!_regionsBegan.TryGetValue(told.Goroutine, out Stack<long>? open) || !open.TryPop(out long began))
        {
            return;
        }

        _regions.Add(Encoding.UTF8.GetString(GoRegion.Of(told).Type.Span), Elapsed.Between(began, told.Time));
        if (open.Count == 0)
        {
            _regionsBegan.Remove(told.Goroutine);
        }
    }
}
