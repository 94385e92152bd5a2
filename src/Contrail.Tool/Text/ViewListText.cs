using Contrail.Analysis.Views.Tables;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Lists views with the questions that they answer.</summary>
internal static class ViewListText
{
    /// <summary>Writes the list.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<ViewDescription> views)
    {
        Page page = new();
        foreach (ViewDescription view in views)
        {
            page.Add(view.Name.PadRight(16), view.Question);
            if (view.Recording.Length > 0)
            {
                page.Add(new string(' ', 16), $"requires: {view.Recording}", Tone.Quiet);
            }
        }

        page.Write(console);
    }
}
