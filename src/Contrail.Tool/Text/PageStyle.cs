using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>The colors of a terminal.</summary>
internal static class PageStyle
{
    /// <summary>The style of a tone.</summary>
    public static Style Of(Tone tone) => tone switch
    {
        Tone.Warning => new Style(Color.Yellow),
        Tone.Quiet => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
