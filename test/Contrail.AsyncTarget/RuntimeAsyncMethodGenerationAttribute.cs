namespace System.Runtime.CompilerServices;

/// <summary>The C# compiler reads it by its name; .NET 10's reference assemblies do not contain it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeAsyncMethodGenerationAttribute(bool runtimeAsync) : Attribute
{
    public bool RuntimeAsync { get; } = runtimeAsync;
}
