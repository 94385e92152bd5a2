namespace Contrail;

/// <summary>What was recorded in a part of the window, as a manifest tells it.</summary>
/// <param name="FromUtc">Where the part begins.</param>
/// <param name="ToUtc">Where it ends.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="Because">Why it was changed to; null if it never was.</param>
public sealed record ManifestProfile(DateTime FromUtc, DateTime ToUtc, string Profile, string? Because = null);
