using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings;

/// <summary>What a rule sees: the answers of views about one trace. Not safe for concurrent use.</summary>
/// <param name="context">What is known of the trace.</param>
/// <param name="extent">The extent of the trace.</param>
/// <param name="answers">The answers, by the name of the view.</param>
/// <param name="measured">What was measured over time.</param>
internal sealed class ExaminedTrace(
    TraceContext context,
    TraceExtent extent,
    IReadOnlyDictionary<string, ViewResult> answers,
    MeasuredSteps measured)
{
    private const double MinNanoseconds = 1e9;
    private const double MinSecondsOfRate = 3;

    private readonly Dictionary<(string View, string Table), IReadOnlyList<ExaminedRow>> _rows = [];

    /// <summary>What was recorded, and what the records refer to.</summary>
    public TraceContext Context => context;

    /// <summary>What runs and waits: "threads" or "goroutines".</summary>
    public string Workers => context.HasGoroutines ? "goroutines" : "threads";

    /// <summary>The end of the window.</summary>
    public TraceTime End => extent.End;

    /// <summary>The duration of the window in nanoseconds.</summary>
    public double WindowNanoseconds => extent.End.Nanoseconds;

    /// <summary>The duration of the window in seconds.</summary>
    public double WindowSeconds => extent.End.Nanoseconds / 1e9;

    /// <summary>
    /// The time to which amounts of a measure relate, in nanoseconds: that in which nearly all of it lies, but at least
    /// a second; the window if it is spread over that. An incident at the end of a long window is as bad as in a short
    /// one.
    /// </summary>
    public double NanosecondsOf(MeasureKey key) => Math.Min(
        WindowNanoseconds, Math.Max(MinNanoseconds, measured.Concentration(key)?.Nanoseconds ?? WindowNanoseconds));

    /// <summary>
    /// The same in seconds for a number of events, at least three of them: one moment of a long window is no rate.
    /// </summary>
    public double SecondsOf(MeasureKey key) =>
        Math.Min(WindowSeconds, Math.Max(MinSecondsOfRate, NanosecondsOf(key) / 1e9));

    /// <summary>How often all threads were sampled; null if they were not, or not all together.</summary>
    public double? SampleRounds =>
        measured.Value(new MeasureKey(MeasureKind.SampleRounds, ""), TraceTime.Start, extent.End) is > 0 and var rate
            ? rate * WindowSeconds
            : null;

    /// <summary>
    /// In which part of the window nearly all of a mean lies, and what it is there; null if it is spread over the
    /// window.
    /// </summary>
    public (double Nanoseconds, double Value)? PartOf(MeasureKey mean) =>
        measured.Concentration(mean) is { Nanoseconds: > 0 } range
            && measured.Value(mean, range.Start, range.End) is { } value
            && range.Nanoseconds >= MinNanoseconds
                ? (range.Nanoseconds, value)
                : null;

    /// <summary>Whether the events of a kind were requested in any part of the window, as far as is known.</summary>
    public bool IsRecorded(ModelNeeds kind) => context.Coverage.Of(kind).IsRequested;

    /// <summary>The same, or unknown: advice to record them can be wrong.</summary>
    public bool MayBeRecorded(ModelNeeds kind) => context.Coverage.Of(kind).State != CoverageState.NotRecorded;

    /// <summary>The rows of a table, in the order of the view; none if the answer has no such table.</summary>
    /// <exception cref="ArgumentException">The view has no such table, or is not a view of any rule.</exception>
    public IReadOnlyList<ExaminedRow> Rows(ViewDescription view, string table)
    {
        if (view.Tables.All(one => one.Name != table) || !answers.TryGetValue(view.Name, out ViewResult? answer))
        {
            throw new ArgumentException($"The view '{view.Name}' has no table '{table}', or was not run.");
        }

        if (!_rows.TryGetValue((view.Name, table), out IReadOnlyList<ExaminedRow>? rows))
        {
            ViewTable? found = answer.Tables.FirstOrDefault(one => one.Description.Name == table);
            rows = found is null
                ? []
                : [.. Enumerable.Range(0, found.Rows.Count).Select(row => new ExaminedRow(view.Name, found, row))];
            _rows.Add((view.Name, table), rows);
        }

        return rows;
    }

    /// <summary>
    /// A sentence that counts the rows of a table after the first that are as long as a limit; empty without such rows.
    /// A table with the longest of many has only a part of them.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="table">Its table of the longest.</param>
    /// <param name="count">The rows.</param>
    /// <param name="nanoseconds">The limit.</param>
    public string OthersText(ViewDescription view, string table, int count, double nanoseconds)
    {
        bool isPart = answers[view.Name].Tables.Any(one => one.Description.Name == table && one.OmittedCount > 0)
            && Rows(view, table)[^1].Number("duration") >= nanoseconds;
        string others = ViewText.Count(count - 1) + $" more were longer than {ViewText.Duration(nanoseconds)}.";
        return count <= 1 ? "" : isPart ? $" At least {others}" : $" {others}";
    }

    /// <summary>The first row of a table; null if it has none.</summary>
    /// <exception cref="ArgumentException">The view has no such table, or is not a view of any rule.</exception>
    public ExaminedRow? FirstRow(ViewDescription view, string table) =>
        Rows(view, table) is [var first, ..] ? first : null;

    /// <summary>
    /// The method to blame for a stack: the innermost one of own code, else of a library. Empty if there is neither:
    /// the framework is not to blame.
    /// </summary>
    public string CodeOf(StackId stack) =>
        context.Stacks.Place(stack) is { Frame: { Origin: FrameOrigin.Own or FrameOrigin.Library } frame }
            ? frame.ShortText()
            : "";

    /// <summary>The method of the place of a stack, of any origin; empty if the stack has no name.</summary>
    public string PlaceOf(StackId stack) =>
        context.Stacks.Place(stack) is { Frame.IsNamed: true } place ? place.Frame.ShortText() : "";

    /// <summary>
    /// The own method that called the place, possibly through others: the nearest one of the main module, because other
    /// own code can be that of an unknown library, otherwise the nearest. Empty if there is none.
    /// </summary>
    public string CallerOf(StackId stack)
    {
        if (context.Stacks.Place(stack) is not { IsOwn: true } place)
        {
            return "";
        }

        bool isMain = context.Stacks.IsMain(place.Frame);
        string nearest = "";
        for (int index = place.Depth + 1; index < context.Stacks.Depth(stack); index++)
        {
            StackFrame frame = context.Stacks.Frame(stack, index);
            if (frame.Origin != FrameOrigin.Own || frame.ShortText() == place.Frame.ShortText())
            {
                continue;
            }

            nearest = nearest.Length == 0 ? frame.ShortText() : nearest;
            if (isMain || context.Stacks.IsMain(frame))
            {
                return frame.ShortText();
            }
        }

        return nearest;
    }

    /// <summary>
    /// The framework's method that takes the lock of a wait. Empty if other code takes it, or if the stack does not
    /// show what does.
    /// </summary>
    public string FrameworkTakerOf(StackId wait) =>
        TakerOf(wait) is { Origin: FrameOrigin.Framework } taker ? taker.ShortText() : "";

    /// <summary>The same of a library that the program's own code calls.</summary>
    public string LibraryTakerOf(StackId wait) =>
        TakerOf(wait) is { Origin: FrameOrigin.Library } taker
            && context.Stacks.Place(wait) is { IsOwn: true }
            ? taker.ShortText()
            : "";

    /// <summary>The innermost method of a stack, except those by which code enters a lock; empty if unknown.</summary>
    public string InnermostOf(StackId stack) => TakerOf(stack)?.ShortText() ?? "";

    private StackFrame? TakerOf(StackId stack)
    {
        StackFrame taker = FramesOf(stack).FirstOrDefault(
            static frame => !EntryFrames.Contains(frame), StackFrame.Named(""));
        return taker.IsNamed ? taker : null;
    }

    /// <summary>All methods of a stack, the innermost first; none for no stack.</summary>
    public IEnumerable<string> MethodsOf(StackId stack) => FramesOf(stack).Select(frame => frame.ShortText());

    /// <summary>All own methods of a stack, the innermost first; none for no stack.</summary>
    public IEnumerable<string> OwnOf(StackId stack) =>
        FramesOf(stack).Where(frame => frame.Origin == FrameOrigin.Own).Select(frame => frame.ShortText());

    private IEnumerable<StackFrame> FramesOf(StackId stack) => stack.IsNone
        ? []
        : Enumerable.Range(0, context.Stacks.Depth(stack)).Select(index => context.Stacks.Frame(stack, index));

    /// <summary>Whether the place of a stack is in the main module.</summary>
    public bool IsInMain(StackId stack) =>
        context.Stacks.Place(stack) is { } place && context.Stacks.IsMain(place.Frame);

    /// <summary>Whether a frame of a stack has a name that starts so; false for no stack.</summary>
    public bool HasFrame(StackId stack, string start)
    {
        if (stack.IsNone)
        {
            return false;
        }

        for (int index = 0; index < context.Stacks.Depth(stack); index++)
        {
            if (context.Stacks.Frame(stack, index).Name.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
