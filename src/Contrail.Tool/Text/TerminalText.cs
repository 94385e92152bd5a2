using System.Text;
using Spectre.Console.Rendering;

namespace Contrail.Tool.Text;

/// <summary>Measures and cuts text in terminal columns: a wide character takes two.</summary>
internal static class TerminalText
{
    private const string Mark = "…";

    /// <summary>Returns the number of columns of a text.</summary>
    public static int Columns(string text) => new Segment(text).CellCount();

    /// <summary>Cuts the end of a text that is too wide.</summary>
    public static string KeepStart(string text, int columns)
    {
        if (Columns(text) <= columns)
        {
            return text;
        }

        StringBuilder kept = new();
        int used = Mark.Length;
        foreach (Rune rune in text.EnumerateRunes())
        {
            string shown = rune.ToString();
            used += Columns(shown);
            if (used > columns)
            {
                break;
            }

            kept.Append(shown);
        }

        return kept + Mark;
    }

    /// <summary>Cuts the start of a text that is too wide.</summary>
    public static string KeepEnd(string text, int columns)
    {
        if (Columns(text) <= columns)
        {
            return text;
        }

        int start = text.Length;
        int used = Mark.Length;
        while (start > 0)
        {
            int length = start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
            used += Columns(text.Substring(start - length, length));
            if (used > columns)
            {
                break;
            }

            start -= length;
        }

        return Mark + text[start..];
    }
}
