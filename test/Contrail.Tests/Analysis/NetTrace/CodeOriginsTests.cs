using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

public sealed class CodeOriginsTests
{
    private const string Shared = "/usr/share/dotnet/shared/";

    [Theory]
    [InlineData("Shop.Cart", "/app/Shop.dll", "Own")]
    [InlineData("Shop.Cart", @"C:\app\Shop.exe", "Own")]
    [InlineData("Systems.Shop", "/app/Systems.Shop.dll", "Own")]
    [InlineData("System.String", Shared + "Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll", "Framework")]
    [InlineData("Acme.Host", Shared + "Microsoft.AspNetCore.App/10.0.0/Acme.dll", "Framework")]
    [InlineData("Acme.Host", @"C:\dotnet\shared\Microsoft.NETCore.App\10.0.0\Acme.dll", "Framework")]
    [InlineData("System.String", "/app/System.Private.CoreLib.dll", "Framework")]
    [InlineData("Microsoft.AspNetCore.Http.X", "/app/Microsoft.AspNetCore.Http.dll", "Framework")]
    [InlineData("Microsoft.Data.SqlClient.X", "/app/Microsoft.Data.SqlClient.dll", "Library")]
    [InlineData("Npgsql.NpgsqlCommand", "/app/Npgsql.dll", "Library")]
    [InlineData("Acme.Tools", "/root/.nuget/packages/acme.tools/1.0.0/lib/net8.0/Acme.Tools.dll", "Library")]
    [InlineData("Contrail.Capture.Pump", "/app/Contrail.dll", "Library")]
    [InlineData("Shop.Cart", "/root/.dotnet/tools/.store/shop/1.0.0/shop/1.0.0/tools/net10.0/any/Shop.dll", "Own")]
    [InlineData("System.Reactive.X", "/app/System.Reactive.dll", "Library")]
    [InlineData("System.Management.Automation.PSObject", "", "Library")]
    [InlineData("System.Reactive.X", Shared + "Microsoft.NETCore.App/10.0.0/System.Reactive.dll", "Framework")]
    [InlineData("System.Linq.Enumerable", "", "Framework")]
    [InlineData("System.Threading.Thread", "", "Framework")]
    [InlineData("Interop+Sys", "", "Framework")]
    [InlineData("Npgsql.NpgsqlCommand", "", "Library")]
    [InlineData("Shop.Cart", "", "Own")]
    [InlineData("", "", "Own")]
    public void A_method_belongs_to_the_program_unless_its_module_is_known(string type, string path, string origin)
    {
        FrameOrigin found = path.Length == 0
            ? CodeOrigins.OfType(type)
            : CodeOrigins.OfModule(CodeOrigins.ModuleName(path), path);
        Assert.Equal(origin, $"{found}");
    }

    [Theory]
    [InlineData("/app/Shop.dll", "Shop")]
    [InlineData(@"C:\app\Shop.Web.EXE", "Shop.Web")]
    [InlineData("Shop.Generated", "Shop.Generated")]
    [InlineData("", "")]
    public void A_module_has_the_name_of_its_file(string path, string name) =>
        Assert.Equal(name, CodeOrigins.ModuleName(path));
}
