using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The callers and the callees of one method. Not safe for concurrent use.</summary>
internal sealed class CallersView(ViewOptions options) : StackSourceView(options.Of), IView
{
    private readonly string _method = options.Method
        ?? throw new ArgumentException("The view 'callers' requires a method: --method NAME.", nameof(options));

    private const int MaxRows = 200;
    private const double MinShare = 0.01;

    private static readonly TableDescription Callers = new("callers", "Callers, the nearest first", Columns());
    private static readonly TableDescription Callees = new("callees", "Callees, the nearest first", Columns());

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "callers", "Who calls a method (--method), and what does it call?",
        ModelNeeds.Samples, [Callers, Callees], static options => new CallersView(options))
    {
        Choose = StackSource.Choose,
    };

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        CallNode callers = new("");
        CallNode callees = new("");
        foreach ((StackId stack, double weight) in Source.Stacks)
        {
            AddStack(stack, weight, callers, callees);
        }

        double total = callers.Inclusive;
        ViewTable above = new(Callers);
        ViewTable below = new(Callees);
        AddChildren(above, callers, total, 0);
        AddChildren(below, callees, total, 0);
        string found = total > 0
            ? $"{ViewText.Count(total)} {Source.Unit} are on stacks with a method whose name contains '{_method}'."
            : $"No stack contains a method whose name contains '{_method}'{OthersText()}.";
        return new ViewResult(above, below)
        {
            // Without any stack, the reason is what was recorded, not the name.
            Headlines = Source.Stacks.Count > 0 ? [found] : [],
            Notes = [.. Source.Notes()],
        };
    }

    // A method that only waits is on no sample of managed code.
    private string OthersText()
    {
        double others = Source.NotListed.Where(pair => Find(pair.Key) >= 0).Sum(pair => pair.Value);
        return others > 0
            ? $", except {ViewText.Count(others)} samples of threads that waited or were in native code: they show no "
                + "use of the processor"
            : "";
    }

    private static ViewColumn[] Columns() =>
    [
        new("inclusive", "weight", ViewUnit.Number),
        new("share", "share", ViewUnit.Share),
        new("depth", "depth", ViewUnit.Count),
        new("method", "method", ViewUnit.Text),
    ];

    // The outermost occurrence: what a recursive method calls includes itself. -1 if there is none.
    private int Find(StackId stack)
    {
        int at = Stacks.Depth(stack) - 1;
        while (at >= 0 && !Stacks.Frame(stack, at).FullText().Contains(_method, StringComparison.OrdinalIgnoreCase))
        {
            at--;
        }

        return at;
    }

    private void AddStack(StackId stack, double weight, CallNode callers, CallNode callees)
    {
        int depth = Stacks.Depth(stack);
        int at = Find(stack);
        if (at >= 0)
        {
            callers.AddPath(Enumerable.Range(at + 1, depth - at - 1).Select(NameAt), weight);
            callees.AddPath(Enumerable.Range(0, at).Reverse().Select(NameAt), weight);
        }

        string NameAt(int index) => Stacks.Frame(stack, index).ShortText();
    }

    private static void AddChildren(ViewTable table, CallNode parent, double total, int depth)
    {
        foreach (CallNode child in parent.Children.OrderByDescending(child => child.Inclusive))
        {
            if (child.Inclusive < total * MinShare || table.Rows.Count >= MaxRows)
            {
                table.OmittedCount++;
                continue;
            }

            table.Add(
                child.Inclusive, Share(child.Inclusive, total), (long)depth,
                new string(' ', Math.Min(depth, 40)) + child.Method);
            AddChildren(table, child, total, depth + 1);
        }
    }
}
