using System.Text;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// Passes on what a reader reports, and checks that the events are consistent, as strictly as Go's own tests do.
/// Only the first fault is kept. Not safe for concurrent use.
/// </summary>
internal sealed class GoTraceValidator : IGoTraceVisitor
{
    private readonly IGoTraceVisitor _next;
    private readonly Dictionary<GoResource, List<string>> _ranges = [];
    private readonly Dictionary<ulong, byte[]> _tasks = [];
    private ResourceStates _goroutines = new("goroutine");
    private ResourceStates _procs = new("proc");
    private GoSync? _lastSync;
    private long _lastTime = long.MinValue;

    /// <param name="next">The next visitor.</param>
    public GoTraceValidator(IGoTraceVisitor next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _next = next;
    }

    /// <summary>The first contradiction, worded in its detail; null if all events agree.</summary>
    public TraceFault? Fault { get; private set; }

    /// <inheritdoc/>
    public void OnGap(GenerationGap gap)
    {
        // Strictly, a trace has none.
        Keep($"there is a gap between generation {gap.Before} and {gap.After}");
        _goroutines = new ResourceStates("goroutine");
        _procs = new ResourceStates("proc");
        _ranges.Clear();
        _tasks.Clear();
        _lastSync = null;
        _next.OnGap(gap);
    }

    /// <inheritdoc/>
    public void OnEvent(in GoEvent current)
    {
        if (Fault is null)
        {
            string fault = Check(current);
            if (fault.Length > 0)
            {
                Keep($"at {current.Time}: {fault}");
            }
        }

        _next.OnEvent(current);
    }

    private void Keep(string detail) => Fault ??= new TraceFault(TraceFaultCode.Contradiction, Detail: detail);

    private string Check(in GoEvent current)
    {
        bool isLater = current.Time > _lastTime;
        _lastTime = current.Time;
        return !isLater ? "the event is no later than the one before"
            : !IsWhole(current.Stack) ? "a frame of its stack has no function, file, address or line"
            : CheckDetails(current);
    }

    private string CheckDetails(in GoEvent current) => current.Kind switch
    {
        GoEventKind.Sync => CheckSync(GoSync.Of(current)),
        GoEventKind.Label => CheckLabel(GoLabel.Of(current)),
        GoEventKind.StateTransition => CheckTransition(current),
        GoEventKind.RangeBegin or GoEventKind.RangeActive or GoEventKind.RangeEnd => CheckRange(current),
        GoEventKind.TaskBegin => CheckTaskBegin(GoTask.Of(current)),
        GoEventKind.TaskEnd => CheckTaskEnd(GoTask.Of(current)),
        _ => "",
    };

    // The innermost frame may be empty: the runtime writes such.
    private static bool IsWhole(in GoStackTrace stack)
    {
        int depth = stack.Depth;
        for (int index = 1; index < depth; index++)
        {
            GoFrame frame = stack.Frame(index);
            if (stack.FunctionBytes(index).IsEmpty || stack.FileBytes(index).IsEmpty
                || frame.Address == 0 || frame.Line == 0)
            {
                return false;
            }
        }

        return true;
    }

    private string CheckSync(in GoSync sync)
    {
        GoSync? before = _lastSync;
        _lastSync = sync;
        if (sync.Snapshot is not { } clocks)
        {
            return "";
        }

        if (clocks.Monotonic == 0 || sync.SnapshotTime == 0 || clocks.Utc == DateTime.UnixEpoch)
        {
            return "a clock is stopped at 0";
        }

        bool areLater = before?.Snapshot is not { } last
            || (clocks.Monotonic > last.Monotonic
                && sync.SnapshotTime > before.Value.SnapshotTime
                && IsLater(clocks.Utc, clocks.Nanosecond, last.Utc, last.Nanosecond));
        return areLater ? "" : "a clock has gone back or is stopped";
    }

    private static bool IsLater(DateTime utc, int nanosecond, DateTime before, int nanosecondBefore) =>
        utc > before || (utc == before && nanosecond > nanosecondBefore);

    private string CheckLabel(in GoLabel label) =>
        label.Text.IsEmpty ? "a label is empty"
        : !_goroutines.Contains(label.Subject.Id) ? $"goroutine {label.Subject.Id} gets a label and is not known"
        : "";

    private string CheckTransition(in GoEvent current)
    {
        GoTransition transition = GoTransition.Of(current);
        GoResource subject = transition.Subject;
        if (!IsWhole(transition.Stack))
        {
            return "a frame of its subject's stack has no function, file, address or line";
        }

        if (transition.From == GoState.Undetermined && _lastSync is { Number: > 1 })
        {
            return $"nothing was known of {subject.Kind} {subject.Id}, after the first generation";
        }

        if (transition.To == GoState.NotExist && _ranges.Remove(subject, out List<string>? open) && open.Count > 0)
        {
            return $"{subject.Kind} {subject.Id} ends inside a range";
        }

        ResourceStates states = subject.Kind == GoResourceKind.Goroutine ? _goroutines : _procs;
        return states.Check(transition, current.Thread);
    }

    private string CheckRange(in GoEvent current)
    {
        GoRange range = GoRange.Of(current);
        string name = Encoding.UTF8.GetString(range.Name.Span);
        if (!_ranges.TryGetValue(range.Scope, out List<string>? open))
        {
            open = [];
            _ranges.Add(range.Scope, open);
        }

        bool isOn = open.Contains(name);
        if (current.Kind == GoEventKind.RangeEnd)
        {
            return open.Remove(name) ? "" : $"{name} ends and has not started";
        }

        if (!isOn)
        {
            open.Add(name);
        }

        return isOn && current.Kind == GoEventKind.RangeBegin ? $"{name} begins twice" : "";
    }

    private string CheckTaskBegin(in GoTask task)
    {
        _tasks[task.Id] = task.Type.ToArray();
        return task.Id is 0 or GoEvent.NoTask ? "a task has no id"
            : task.Parent == 0 ? "a task is part of the one that everything belongs to"
            : "";
    }

    // It may have started before the trace.
    private string CheckTaskEnd(in GoTask task) =>
        !_tasks.Remove(task.Id, out byte[]? type) || task.Type.Span.SequenceEqual(type)
            ? ""
            : $"task {task.Id} ends under another name than it began";
}
