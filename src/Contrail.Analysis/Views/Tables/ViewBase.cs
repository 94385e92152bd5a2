using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// What most views need: the context of the trace, and its extent. A view declares <see cref="IView"/> itself, so that
/// its own methods receive the records. Not safe for concurrent use.
/// </summary>
internal abstract class ViewBase
{
    /// <inheritdoc cref="IModelSink.Needs"/>
    public abstract ModelNeeds Needs { get; }

    /// <summary>The names and the stacks of the trace, from the first record on.</summary>
    protected TraceContext Context { get; private set; } = TraceContext.Empty;

    /// <summary>The extent of the trace, after the last record.</summary>
    protected TraceExtent Extent { get; private set; }

    /// <summary>The stacks to which records refer.</summary>
    protected StackTable Stacks => Context.Stacks;

    /// <summary>The duration of the window in seconds; 0 if it has none.</summary>
    protected double WindowSeconds => Extent.End.Nanoseconds / 1e9;

    /// <inheritdoc cref="IModelSink.OnBegin"/>
    public virtual void OnBegin(TraceContext context) => Context = context;

    /// <inheritdoc cref="IModelSink.OnEnd"/>
    public virtual void OnEnd(TraceExtent extent) => Extent = extent;

    /// <inheritdoc cref="IView.Conclude"/>
    public abstract ViewResult Conclude();

    /// <summary>A rate per second over the window; unknown for a window without duration.</summary>
    protected double? PerSecond(double count) => WindowSeconds > 0 ? count / WindowSeconds : null;

    /// <summary>A part of a whole; unknown for a whole of 0.</summary>
    protected static double? Share(double part, double whole) => whole > 0 ? part / whole : null;

    /// <summary>A text of a record; unknown if it is empty.</summary>
    protected static string? Known(string text) => text.Length > 0 ? text : null;

    /// <summary>A number for the place in the code of a stack, for grouping; -1 without a stack.</summary>
    protected int PlaceOf(StackId stack) =>
        Stacks.Place(stack) is { } place ? Stacks.FrameId(stack, place.Depth) : -1;

    /// <summary>A thread for people: its number, and what it is for or its name.</summary>
    protected string ThreadText(long id) =>
        Context.Threads.TextOf(id) is { } text ? $"{unchecked((ulong)id)} ({text})" : $"{unchecked((ulong)id)}";
}
