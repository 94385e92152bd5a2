using System.Globalization;

namespace Contrail.Tool.Arguments;

/// <summary>The value of <c>--governor</c>: limits, or off.</summary>
/// <param name="Limits">Null turns it off.</param>
internal sealed record GovernorSetting(GovernorOptions? Limits)
{
    public static GovernorSetting Usual { get; } = new(new GovernorOptions());

    /// <summary>
    /// Parses <c>off</c>, or a limit in events per second, which disables the limit on the estimated CPU share.
    /// </summary>
    public static bool TryParse(string text, out GovernorSetting setting)
    {
        setting = new GovernorSetting(Limits: null);
        if (Parsed.IsOff(text))
        {
            return true;
        }

        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int maxEvents);
        if (!isNumber || maxEvents == 0)
        {
            return false;
        }

        setting = new GovernorSetting(
            new GovernorOptions { MaxEventsPerSecond = maxEvents, MaxCpuShare = double.PositiveInfinity });
        return true;
    }
}
