namespace Contrail;

/// <summary>What was recorded in a part of the window, as listed in a manifest.</summary>
/// <param name="FromUtc">Where the part begins.</param>
/// <param name="ToUtc">Where it ends.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="Because">Why it was changed to; null for the first.</param>
public sealed record ManifestProfile(DateTime FromUtc, DateTime ToUtc, string Profile, string? Because = null);
