namespace Contrail.EventPipe;

/// <summary>A step of a governor.</summary>
/// <param name="Step">Which.</param>
/// <param name="Profile">The profile to go on with.</param>
/// <param name="Because">Why, for the snapshot.</param>
internal readonly record struct GovernorDecision(GovernorStep Step, Profile Profile, string Because);
