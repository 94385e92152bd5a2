using System.Globalization;
using Contrail.Sources.EventPipe;

namespace Contrail.Tool.Arguments;

/// <summary>What <c>--governor</c> says: a limit or none. A value of its own, because a parsed one may not be null.</summary>
/// <param name="Limits">When to record less; null never does.</param>
internal sealed record GovernorChoice(GovernorOptions? Limits)
{
    /// <summary>Reads a number of events a second, or <c>off</c>.</summary>
    public static bool TryParse(string text, out GovernorChoice choice)
    {
        bool isOff = text.Equals("off", StringComparison.OrdinalIgnoreCase);
        bool isCount = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int eventsMax)
            && eventsMax > 0;
        choice = new GovernorChoice(isCount
            ? new GovernorOptions { EventsPerSecondMax = eventsMax, CpuShareMax = double.PositiveInfinity }
            : null);
        return isOff || isCount;
    }
}
