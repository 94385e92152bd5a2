using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Reports events, counters and providers that conditions name and a stream does not show.</summary>
internal static class MissingNameText
{
    private static readonly string Provider = EnumName.Of(MissingNameKind.Provider)!;
    private static readonly string Event = EnumName.Of(MissingNameKind.Event)!;

    /// <summary>A sentence without its end: what is missing, the nearest name, and what is known instead.</summary>
    public static string Of(MissingName missing) => Of(ExplainedName.Of(missing));

    /// <inheritdoc cref="Of(MissingName)"/>
    public static string Of(ExplainedName missing)
    {
        bool isProvider = missing.Missing == Provider;
        string time = missing.WaitedSeconds is { } waited ? $" in {NumberFormat.Seconds(waited)}" : " in the file";
        string from = missing.Owner.Length > 0 ? $" from {missing.Owner}" : "";
        string what = isProvider
            ? $"nothing has arrived{from}{time}; whether it exists is unknown"
            : $"no {(missing.Missing == Event ? "event" : "counter")} '{missing.Name}' has arrived{from}{time}; "
                + "it does not exist, or has not been written yet";
        string nearest = missing.Nearest is { } near ? $"; did you mean '{near}'?" : "";
        string more = missing.KnownCount > missing.Known.Count
            ? $" and {NumberFormat.Count(missing.KnownCount - missing.Known.Count)} more"
            : "";
        string arrived = (missing.Nearest is null ? "; arrived" : " Arrived") + (isProvider ? " from others" : from);
        string known = missing.Known.Count > 0 ? $"{arrived}: {string.Join(", ", missing.Known)}{more}" : "";
        return $"{what}{nearest}{known}";
    }
}
