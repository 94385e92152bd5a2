namespace Contrail.Analysis.Model;

/// <summary>Identifies the method of a frame in its module.</summary>
/// <param name="Module">The module.</param>
/// <param name="Token">The token of the method in the module's metadata.</param>
internal sealed record ModuleMethod(ModuleFile Module, uint Token);
