using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Events;

/// <summary>
/// The fault of an event that breaks a rule of Go's own reader. Its detail is worded as Go's reader words it, so that
/// both can be compared.
/// </summary>
internal static class RuleFault
{
    /// <summary>The fault with that detail; null for an empty one.</summary>
    public static TraceFault? Of(string detail) =>
        detail.Length == 0 ? null : new TraceFault(TraceFaultCode.UnreadableEvents, Detail: detail);
}
