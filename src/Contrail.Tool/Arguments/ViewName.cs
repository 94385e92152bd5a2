using Contrail.Tool.Text;

namespace Contrail.Tool.Arguments;

/// <summary>Messages about the names and the options of views.</summary>
internal static class ViewName
{
    /// <summary>The message for a name that is not known, with the nearest one that is.</summary>
    public static string Unknown(string name, IEnumerable<string> known)
    {
        string nearest = NearestWord.Of(name, known) is { } word ? $" Did you mean '{word}'?" : "";
        return $"Unknown view '{NumberFormat.OneLine(name)}'.{nearest} See: contrail view --list";
    }

    /// <summary>Why a view refuses its options.</summary>
    public static string Reason(ArgumentException refusal) => refusal.Message.Split(" (Parameter")[0];
}
