using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// An event at its place in the order of a whole trace. Its context is the state before the event. Its texts can be
/// kept; its stack is borrowed, and valid during the call that passes the event.
/// </summary>
internal readonly struct GoEvent
{
    /// <summary>The id for no task.</summary>
    public const ulong NoTask = ulong.MaxValue;

    private readonly GoArguments _arguments;

    internal GoEvent(
        GoEventRow row, DecodedGeneration? generation, long time, in GoContext context, in GoArguments arguments)
    {
        Row = row;
        Generation = generation;
        Time = time;
        Context = context;
        _arguments = arguments;
        From = row.From;
        To = row.To;
    }

    /// <summary>What sort of event it is.</summary>
    public GoEventKind Kind => Row.Kind;

    /// <summary>When it happened, in nanoseconds on the trace's clock; later than every event before it.</summary>
    public long Time { get; internal init; }

    /// <summary>The thread; -1 if it happened outside any.</summary>
    public long Thread => Context.Thread;

    /// <summary>The proc; -1 if the thread had none.</summary>
    public long Proc => Context.Proc;

    /// <summary>The goroutine; -1 if the thread ran none.</summary>
    public long Goroutine => Context.Goroutine;

    /// <summary>The stack of the goroutine that caused it; empty if it was not taken.</summary>
    public GoStackTrace Stack => new(Generation, StackId);

    internal GoEventRow Row { get; }

    internal DecodedGeneration? Generation { get; }

    internal GoContext Context { get; }

    internal GoState From { get; init; }

    internal GoState To { get; init; }

    /// <summary>A text that another event has brought, perhaps in an earlier generation.</summary>
    internal byte[]? Recalled { get; init; }

    /// <summary>The parent of a task that ends, from its start.</summary>
    internal ulong RecalledParent { get; init; }

    internal ulong StackId => Row.StackIndex < 0 ? 0 : _arguments[StackSlot];

    // A sample's other numbers are in its context.
    private int StackSlot => Row.Id == GoEventId.CPUSample ? 0 : Row.StackIndex;

    internal ulong Number(int index) => _arguments[index];

    internal long Id(int index) => unchecked((long)_arguments[index]);

    /// <summary>A text that the event names by an id; the order has made sure that it is there.</summary>
    internal byte[] Text(int index)
    {
        byte[] text = [];
        return Generation?.Strings.TryGet(_arguments[index], out text) == true ? text : [];
    }

    /// <summary>Returns which referenced stack or string is missing, or an empty text.</summary>
    internal string Unresolved()
    {
        if (Generation is not { } generation)
        {
            return "";
        }

        ulong newStack = Row.NewStackIndex < 0 ? 0 : _arguments[Row.NewStackIndex];
        if (!generation.Stacks.Contains(StackId) || !generation.Stacks.Contains(newStack))
        {
            ulong missing = generation.Stacks.Contains(StackId) ? newStack : StackId;
            return $"found invalid stack ID {missing} for event {Row.Name}";
        }

        foreach (int index in Row.TextIndexes)
        {
            if (!generation.Strings.TryGet(_arguments[index], out _))
            {
                return $"found invalid string ID {_arguments[index]} for event {Row.Name}";
            }
        }

        return "";
    }
}
