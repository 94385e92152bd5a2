using System.Buffers;
using System.Globalization;
using System.Text;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>
/// Folded stacks, as <c>flamegraph.pl</c> and its successors read them: a line for each stack with its frames from the
/// outermost, separated by semicolons, a space and the weight as a whole number. Not safe for concurrent use.
/// </summary>
/// <remarks>https://github.com/brendangregg/FlameGraph: the head of stackcollapse.pl.</remarks>
internal sealed class FoldedExport : StackExport
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(";\n\r");

    private readonly StreamWriter _writer;

    private FoldedExport(Stream output, ExportOptions options)
        : base(options) => _writer = new StreamWriter(
            output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        { NewLine = "\n" };

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "folded", "flamegraph.pl, inferno and other flame graphs", ".folded",
        static (stream, options) => new FoldedExport(stream, options))
    {
        Stacks = ExportStacks.One,
        Next = "Draw it with: flamegraph.pl {0} > flame.svg",
    };

    /// <inheritdoc/>
    public override void Dispose() => _writer.Dispose();

    /// <inheritdoc/>
    protected override void Write(CollectedStacks stacks)
    {
        // Only the lines' numbers are held: their texts can be many times as long as the trace.
        IEnumerable<(StackKey Key, double Weight)> lines = stacks.Tally.Weights.GroupBy(
            pair => new StackKey(Options.IsByThread ? pair.Key.ExecutionId : 0, pair.Key.Stack, StackLabels.None),
            (key, pairs) => (key, pairs.Sum(pair => pair.Value.Value)));
        foreach ((StackKey key, double weight) in lines
            .OrderByDescending(line => line.Weight).ThenBy(line => line.Key.ExecutionId)
            .ThenBy(line => line.Key.Stack.IsNone).ThenBy(line => line.Key.Stack.Value))
        {
            _writer.Write(Line(stacks, key));
            _writer.Write(' ');
            _writer.WriteLine(Saturated.Of(weight).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <inheritdoc/>
    protected override void Finish() => _writer.Flush();

    private string Line(CollectedStacks stacks, StackKey key)
    {
        List<string> frames = [];
        if (stacks.File.FileCount > 1)
        {
            frames.Add(stacks.File.Name);
        }

        if (Options.IsByThread)
        {
            frames.Add(StackNames.OfThread(stacks.Context, key.ExecutionId));
        }

        StackTable table = stacks.Context.Stacks;
        for (int index = key.Stack.IsNone ? -1 : table.Depth(key.Stack) - 1; index >= 0; index--)
        {
            frames.Add(StackNames.Of(table.Frame(key.Stack, index)));
        }

        if (key.Stack.IsNone)
        {
            frames.Add(StackNames.NoStack);
        }

        return string.Join(';', frames.Select(Cleaned));
    }

    // A frame must not look like two, and a line not like two.
    private static string Cleaned(string frame)
    {
        if (!frame.AsSpan().ContainsAny(Separators))
        {
            return frame;
        }

        return frame.Replace(';', ',').Replace('\n', ' ').Replace('\r', ' ');
    }
}
