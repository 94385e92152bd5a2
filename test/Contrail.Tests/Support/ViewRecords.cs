using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tests.Support;

/// <summary>Runs a view over records that a test draws, without a file.</summary>
internal sealed class ViewRecords
{
    private readonly ViewRun _run;

    public ViewRecords(ViewDescription view, ViewOptions? options = null)
    {
        _run = new ViewRun([view], options ?? ViewOptions.Default);
        _run.Model.OnBegin(Context);
    }

    public TraceContext Context { get; } = TraceContext.Empty;

    public IModelSink Model => _run.Model;

    public static TimeRange Range(long startMs, long endMs, bool openAtEnd = false) =>
        new(At(startMs), At(endMs), IsOpenAtStart: false, openAtEnd);

    public static TraceTime At(long ms) => new(ms * 1_000_000);

    /// <summary>A stack of methods, the innermost first; names that begin with "System." are the framework's.</summary>
    public StackId Stack(params string[] methods) => StackIn(Context.Stacks, methods);

    /// <summary>The same, in another table.</summary>
    public static StackId StackIn(StackTable stacks, params string[] methods) => stacks.Add(
    [
        .. methods.Select(name => stacks.AddFrame(StackFrame.Named(name) with
        {
            Origin = name.Length == 0 ? FrameOrigin.Unknown
                : name.StartsWith("System.", StringComparison.Ordinal) ? FrameOrigin.Framework : FrameOrigin.Own,
            Module = name.StartsWith("Shop.", StringComparison.Ordinal) ? "Shop" : "",
        })),
    ]);

    public ViewResult Conclude(long endMs = 10_000)
    {
        _run.Model.OnEnd(new TraceExtent(At(endMs), null));
        return _run.Conclude()[0];
    }

    /// <summary>The rows of a table as text: values by column name, stacks by their place.</summary>
    public string[] Rows(ViewResult result, string table, params string[] columns)
    {
        ViewTable found = result.Tables.Single(one => one.Description.Name == table);
        List<string> names = [.. found.Description.Columns.Select(column => column.Name)];
        int[] at = [.. columns.Select(name => names.IndexOf(name))];
        return [.. found.Rows.Select(row => string.Join(" | ", at.Select(index => Text(row[index]))))];
    }

    private string Text(ViewValue value) => value.Kind switch
    {
        ViewValueKind.Text => value.Text!,
        ViewValueKind.Integer => $"{value.Integer}",
        ViewValueKind.Real => FormattableString.Invariant($"{value.Real:0.###}"),
        ViewValueKind.Stack => Context.Stacks.Place(value.Stack)!.Value.Frame.FullText(),
        _ => "-",
    };
}
