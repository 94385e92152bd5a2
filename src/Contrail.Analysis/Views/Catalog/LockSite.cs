namespace Contrail.Analysis.Views.Catalog;

/// <summary>A call that locks or unlocks.</summary>
/// <param name="Number">Its number; <see cref="LockSites.Unknown"/> if it is not known.</param>
/// <param name="Use">What it does.</param>
internal readonly record struct LockSite(int Number, LockUse Use);
