using System.Globalization;

namespace Contrail.Tool.Arguments;

/// <summary>What the command line says of the governor: its limits, or that there is to be none.</summary>
/// <param name="Limits">Null turns it off.</param>
internal sealed record GovernorSetting(GovernorOptions? Limits)
{
    public static GovernorSetting Usual { get; } = new(new GovernorOptions());

    /// <summary>
    /// Reads <c>off</c>, or how many events a second are too many; the estimated share then does not count.
    /// </summary>
    public static bool TryParse(string text, out GovernorSetting wish)
    {
        wish = new GovernorSetting(Limits: null);
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int maxEvents);
        if (!isNumber || maxEvents == 0)
        {
            return false;
        }

        wish = new GovernorSetting(
            new GovernorOptions { MaxEventsPerSecond = maxEvents, MaxCpuShare = double.PositiveInfinity });
        return true;
    }
}
