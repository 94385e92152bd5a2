using System.Globalization;
using Contrail.Sources.EventPipe;

namespace Contrail.Tool.Arguments;

/// <summary>What the command line says of the governor: its limits, or that there is to be none.</summary>
/// <param name="Limits">Null turns it off.</param>
internal sealed record GovernorWish(GovernorOptions? Limits)
{
    public static GovernorWish Usual { get; } = new(new GovernorOptions());

    /// <summary>
    /// Reads <c>off</c>, or how many events a second are too many; the estimated share then does not count.
    /// </summary>
    public static bool TryParse(string text, out GovernorWish wish)
    {
        wish = new GovernorWish(Limits: null);
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int eventsMax);
        if (!isNumber || eventsMax == 0)
        {
            return false;
        }

        wish = new GovernorWish(
            new GovernorOptions { EventsPerSecondMax = eventsMax, CpuShareMax = double.PositiveInfinity });
        return true;
    }
}
