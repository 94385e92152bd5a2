using Contrail.Analysis.Views.Tables;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes the answer of a view as a page of tables.</summary>
internal static class ViewPage
{
    private const string Indent = "  ";

    /// <summary>Writes a page.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="form">How much of it.</param>
    public static void Write(IAnsiConsole console, ViewAnswer answer, ViewForm form)
    {
        TableWriter writer = new(
            console, new CellText(answer.Extent), new StackText(answer.Context.Stacks, answer.Lines), form);
        foreach (string line in HeadOf(answer))
        {
            writer.Line(line, Tone.Quiet);
        }

        foreach (string headline in answer.Result.Headlines)
        {
            writer.Line(headline);
        }

        foreach (string line in CoverageLines(answer))
        {
            writer.Line(line, Tone.Warning);
        }

        bool isEmpty = true;
        foreach (ViewTable table in answer.Result.Tables.Where(table => table.Rows.Count > 0))
        {
            isEmpty = false;
            writer.Line("");
            writer.Write(table);
        }

        if (isEmpty && answer.Result.Headlines.Count == 0)
        {
            writer.Line(ViewCoverageText.Nothing(answer));
        }

        foreach (string note in answer.Result.Notes)
        {
            writer.Line("");
            writer.Line("Note: " + note, Tone.Quiet);
        }
    }

    private static IEnumerable<string> HeadOf(ViewAnswer answer)
    {
        yield return answer.Description.Question;
        yield return WindowText.Of(answer.Context, answer.Extent);
        if (answer.Filter is { } filter)
        {
            yield return "Filter: " + TerminalSanitizer.Clean(filter);
            yield return "Headlines and tables contain the matching records only.";
        }
    }

    private static IEnumerable<string> CoverageLines(ViewAnswer answer) =>
        ViewCoverageText.Partial(answer).Select(line => Indent + line);
}
