using System.Reflection;
using System.Reflection.Emit;

namespace Contrail.Target.Dynamic;

/// <summary>A collectible assembly a round, emitted in memory.</summary>
internal static class EmittedAssemblies
{
    public static void Mark(int round)
    {
        string name = $"Built_{round}";
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName($"Contrail.Built.{round}"), AssemblyBuilderAccess.RunAndCollect);
        TypeBuilder type = assembly.DefineDynamicModule("built").DefineType("Built", TypeAttributes.Public);
        MethodBuilder method = type.DefineMethod(
            name, MethodAttributes.Public | MethodAttributes.Static, typeof(int), Type.EmptyTypes);
        EmittedMethods.WriteBody(method.GetILGenerator(), "AssemblyBuilder", name);
        _ = type.CreateType().GetMethod(name)!.CreateDelegate<Func<int>>()();
    }
}
