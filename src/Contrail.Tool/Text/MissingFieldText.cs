using Contrail.Core.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Reports fields that conditions use and events do not have.</summary>
internal static class MissingFieldText
{
    /// <summary>A sentence without its end: the event, the field, and the nearest name.</summary>
    public static string Of(MissingField missing) => Of(missing.Event, missing.Field, missing.Nearest);

    /// <inheritdoc cref="Of(MissingField)"/>
    public static string Of(string eventName, string field, string? nearest) =>
        $"{eventName} has no field '{field}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}";
}
