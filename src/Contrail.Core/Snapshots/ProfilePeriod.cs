using Contrail.Core.Formats;

namespace Contrail.Core.Snapshots;

/// <summary>Which profile was recorded from which moment on.</summary>
/// <param name="From">The moment; the period lasts until the next one's.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="Because">Why it was changed to; null for the first.</param>
internal sealed record ProfilePeriod(TraceTicks From, string Profile, string? Because);
