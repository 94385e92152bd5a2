using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>Builds tasks, regions and log messages from the annotations of a Go trace. Not safe for concurrent use.
/// </summary>
internal sealed class GoAnnotationInterpreter(IModelSink sink, GoStacks stacks)
{
    /// <summary>Tasks that are open at a time, and regions; an application can leave any number open.</summary>
    private const int MaxOpen = 100_000;

    private readonly Dictionary<ulong, (ReadOnlyMemory<byte> Name, TraceTime At, StackId Stack)> _tasks = [];
    private readonly Dictionary<long, Stack<(GoRegion Region, TraceTime At, StackId Stack)>> _regions = [];
    private int _regionCount;
    private bool _hasForgottenTasks;
    private bool _hasForgottenRegions;

    /// <summary>Adds an event; one that is no annotation is ignored.</summary>
    /// <param name="current">The event.</param>
    /// <param name="at">When.</param>
    /// <param name="knownSince">Since when the trace has no gap: the shown start of what began earlier.</param>
    public void Add(in GoEvent current, TraceTime at, TraceTime knownSince)
    {
        switch (current.Kind)
        {
            case GoEventKind.TaskBegin when sink.Needs.HasFlag(ModelNeeds.Tasks):
                BeginTask(GoTask.Of(current), at, stacks.Find(current));
                break;
            case GoEventKind.TaskEnd when sink.Needs.HasFlag(ModelNeeds.Tasks):
                EndTask(GoTask.Of(current), stacks.Find(current), at, knownSince);
                break;
            case GoEventKind.RegionBegin when sink.Needs.HasFlag(ModelNeeds.Regions):
                BeginRegion(current.Goroutine, GoRegion.Of(current), at, stacks.Find(current));
                break;
            case GoEventKind.RegionEnd when sink.Needs.HasFlag(ModelNeeds.Regions):
                EndRegion(current.Goroutine, GoRegion.Of(current), stacks.Find(current), at, knownSince);
                break;
            case GoEventKind.Log when sink.Needs.HasFlag(ModelNeeds.Logs):
                GoLog log = GoLog.Of(current);
                sink.Add(new LogRecord(at, log.Task, Text(log.Category), Text(log.Message)));
                break;
        }
    }

    /// <summary>Adds what is open, and forgets it.</summary>
    public void Cut(TraceTime at)
    {
        foreach ((ulong id, (ReadOnlyMemory<byte> name, TraceTime began, StackId stack)) in _tasks)
        {
            TimeRange range = new(began, at, IsOpenAtStart: false, IsOpenAtEnd: true);
            sink.Add(new TraceTask(id, Text(name), range) { Stack = stack });
        }

        foreach ((long goroutine, Stack<(GoRegion Region, TraceTime At, StackId Stack)> open) in _regions)
        {
            foreach ((GoRegion region, TraceTime began, StackId stack) in open)
            {
                TimeRange range = new(began, at, IsOpenAtStart: false, IsOpenAtEnd: true);
                sink.Add(new Region(Text(region.Type), goroutine, region.Task, range) { Stack = stack });
            }
        }

        _tasks.Clear();
        _regions.Clear();
        _regionCount = 0;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private void BeginTask(in GoTask task, TraceTime at, StackId stack)
    {
        if (_tasks.Count < MaxOpen || _tasks.ContainsKey(task.Id))
        {
            _tasks[task.Id] = (task.Type, at, stack);
        }
        else
        {
            _hasForgottenTasks = true;
        }
    }

    private void EndTask(in GoTask task, StackId stack, TraceTime at, TraceTime knownSince)
    {
        bool isKnown = _tasks.Remove(task.Id, out (ReadOnlyMemory<byte> Name, TraceTime At, StackId Stack) began);
        if (!isKnown && _hasForgottenTasks)
        {
            sink.OnUnpaired(ModelNeeds.Tasks);
            return;
        }

        TimeRange range = new(isKnown ? began.At : knownSince, at, IsOpenAtStart: !isKnown, IsOpenAtEnd: false);
        sink.Add(new TraceTask(task.Id, Text(task.Type), range) { Stack = isKnown ? began.Stack : stack });
    }

    private void BeginRegion(long goroutine, in GoRegion region, TraceTime at, StackId stack)
    {
        if (_regionCount >= MaxOpen)
        {
            _hasForgottenRegions = true;
            return;
        }

        if (!_regions.TryGetValue(goroutine, out Stack<(GoRegion Region, TraceTime At, StackId Stack)>? open))
        {
            open = new Stack<(GoRegion Region, TraceTime At, StackId Stack)>();
            _regions.Add(goroutine, open);
        }

        open.Push((region, at, stack));
        _regionCount++;
    }

    private void EndRegion(
        long goroutine, in GoRegion region, StackId stack, TraceTime at, TraceTime knownSince)
    {
        (GoRegion Region, TraceTime At, StackId Stack) began = default;
        bool isKnown = _regions.TryGetValue(goroutine, out Stack<(GoRegion Region, TraceTime At, StackId Stack)>? open)
            && open.TryPop(out began);
        if (!isKnown && _hasForgottenRegions)
        {
            sink.OnUnpaired(ModelNeeds.Regions);
            return;
        }

        _regionCount -= isKnown ? 1 : 0;
        TimeRange range = new(isKnown ? began.At : knownSince, at, IsOpenAtStart: !isKnown, IsOpenAtEnd: false);
        sink.Add(new Region(Text(region.Type), goroutine, region.Task, range)
        {
            Stack = isKnown ? began.Stack : stack,
        });
        if (open?.Count == 0)
        {
            _regions.Remove(goroutine);
        }
    }
}
