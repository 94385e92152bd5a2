using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>A wait for a lock that another goroutine ended by unlocking.</summary>
/// <param name="Range">When.</param>
/// <param name="Site">Where it waited.</param>
/// <param name="Wait">The stack of that.</param>
/// <param name="Release">The stack of the code that unlocked.</param>
internal readonly record struct EndedLockWait(TimeRange Range, LockSite Site, StackId Wait, StackId Release);
